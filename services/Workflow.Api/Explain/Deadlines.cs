using Workflow.Database.Queries.Explain;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;

namespace Workflow.Api.Explain;

/// <summary>A time after which something fails as timeout.</summary>
/// <param name="Whose">What has the limit, in words.</param>
internal sealed record DueEnd(DateTimeOffset At, string Whose);

/// <summary>What a definition says about the limits of a run's open steps. Limits that are expressions are left out:
/// evaluating them needs the run's data.</summary>
internal sealed class Deadlines(RunSituation situation, WorkflowDefinition? definition)
{
    private readonly Dictionary<string, TaskNode> _tasks = definition is null
        ? []
        : TaskTree.Of(definition).ToDictionary(task => task.Pointer);

    /// <summary>Attempts that the innermost <c>try</c> around the step allows; null when it is not limited by count or
    /// there is none.</summary>
    public int? AttemptsOf(OpenStep step) => TriesAround(step).FirstOrDefault()?.Retry is { MaxAttempts: { } retries }
        ? retries + 1
        : null;

    public TryTask? TryOf(OpenStep step) => _tasks.GetValueOrDefault(step.StepPath) as TryTask;

    /// <summary>The first limit that the step meets: its agent's, its own, or one around it.</summary>
    public DueEnd? Of(OpenStep step)
    {
        var ends = new List<DueEnd>();
        if (step.Agent?.TimeoutSeconds is { } seconds)
        {
            ends.Add(new DueEnd(step.StartedAt.AddSeconds(seconds), $"the limit of agent '{step.AgentName}'"));
        }

        foreach (var around in situation.Steps.Where(one => one == step || Steps.IsAround(one, step)))
        {
            if (FixedOf(_tasks.GetValueOrDefault(around.StepPath)?.Timeout?.After) is { } limit)
            {
                ends.Add(new DueEnd(around.StartedAt + limit, $"the timeout of task '{around.StepId}'"));
            }
        }

        if (RunEnd is { } end)
        {
            ends.Add(end);
        }

        return ends.MinBy(one => one.At);
    }

    /// <summary>The limit of the whole run.</summary>
    public DueEnd? RunEnd => FixedOf(definition?.Timeout?.After) is { } limit && situation.Run.StartedAt is { } started
        ? new DueEnd(started + limit, "the timeout of the run")
        : null;

    private IEnumerable<TryTask> TriesAround(OpenStep step) => situation.Steps
        .Where(one => Steps.IsAround(one, step))
        .OrderByDescending(one => one.StepPath.Length)
        .Select(one => _tasks.GetValueOrDefault(one.StepPath))
        .OfType<TryTask>();

    private static TimeSpan? FixedOf(DurationSpec? duration) => duration is { Computed: null } ? duration.Fixed : null;
}
