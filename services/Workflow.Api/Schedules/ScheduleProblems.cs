using Workflow.Api.Http;
using Workflow.Database.Schedules;

namespace Workflow.Api.Schedules;

/// <summary>Errors about schedules.</summary>
public static class ScheduleProblems
{
    public static Problem NotFound(Guid id) => new(
        ProblemTypes.ScheduleNotFound, $"No schedule {id}; GET /api/v1/schedules lists them.")
    {
        Facts = new() { ["schedule_id"] = id },
    };

    public static Problem TooMany(int max) => new(
        ProblemTypes.TooManySchedules,
        $"You have {max} schedules, the most that one user may have; delete one, "
        + "or raise WORKFLOW_SCHEDULE_PER_OWNER_MAX.")
    {
        Facts = new() { ["per_owner_max"] = max },
    };

    public static Problem NameTaken(string name) => new(
        ProblemTypes.ScheduleNameTaken,
        $"You have a schedule '{name}' already; change it with PUT, or choose another name.")
    {
        Facts = new() { ["name"] = name },
    };

    public static Problem OfDefinition(ScheduleRow row) => new(
        ProblemTypes.ScheduleOfDefinition,
        $"The schedule was made by the definition of {row.WorkflowName}; register a version with another schedule, or "
        + "with none. It can be paused, resumed, triggered and backfilled here.")
    {
        Facts = new() { ["schedule_id"] = row.Id, ["workflow_id"] = row.Settings.WorkflowId },
    };

    public static Problem TooLong(int max) => new(
        ProblemTypes.BackfillTooLarge,
        $"The range has more than {max} due times; ask in parts, or raise WORKFLOW_SCHEDULE_BACKFILL_MAX.")
    {
        Facts = new() { ["backfill_max"] = max },
    };

    public static Problem Changed(Guid id) => Problems.PreconditionFailed($"Schedule {id}", $"/api/v1/schedules/{id}");
}
