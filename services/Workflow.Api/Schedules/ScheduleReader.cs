using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Database.Definitions;
using Workflow.Database.Schedules;
using Workflow.Definitions.Scheduling;

namespace Workflow.Api.Schedules;

/// <summary>A schedule as a request describes it.</summary>
/// <param name="NextDueAt">The first due time from now on.</param>
public sealed record ScheduleReading(ScheduleSettings Settings, DateTimeOffset NextDueAt);

/// <summary>Reads descriptions of schedules and checks them against what there is.</summary>
public sealed class ScheduleReader(
    WorkflowChoice workflows, DefinitionStore definitions, ScheduleOptions limits, TimeProvider time)
{
    /// <param name="owner">Whose schedule it is or will be.</param>
    /// <param name="before">What it was; null for a new one.</param>
    public async Task<(ScheduleReading? Reading, Problem? Problem)> ReadAsync(
        Caller owner, FieldValues body, ScheduleSettings? before, CancellationToken ct)
    {
        var errors = new List<ProblemError>();
        var now = time.GetUtcNow();
        var spec = before is null ? null : ScheduleSpec.OfJson(before.Specification);
        var (read, table) = ScheduleBody.ReadTimes(body, spec, now, limits, errors);
        var next = table?.After(now);
        if (table is not null && next is null)
        {
            errors.Add(new ProblemError(
                read!.At is null ? "/end_at" : "/at", null, null, "It is never due again.", "a time in the future"));
        }

        if (read is null || errors.Count > 0)
        {
            return (null, Problems.InvalidBody(errors));
        }

        var target = body.Get(ScheduleFields.Workflow)!;
        var (workflowId, problem) = await workflows.FindAsync(owner, target, ct);
        if (workflowId is null)
        {
            return (null, problem);
        }

        var settings = ScheduleBody.ReadSettings(body, read, workflowId.Value, limits, errors);
        if (errors.Count > 0)
        {
            return (null, Problems.InvalidBody(errors));
        }

        return await definitions.FindAsync(owner.Sees, workflowId.Value, settings.Version, ct) is null
            ? (null, Problems.WorkflowNotFound(workflowId.Value, settings.Version))
            : (new ScheduleReading(settings, next!.Value), null);
    }
}
