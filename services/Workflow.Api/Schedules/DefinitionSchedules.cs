using Workflow.Api.Http;
using Workflow.Api.Startup;
using Workflow.Database.Schedules;
using Workflow.Definitions;
using Workflow.Definitions.Scheduling;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Events;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Api.Schedules;

/// <summary>What the schedule block of a definition becomes.</summary>
public sealed class DefinitionSchedules(
    ScheduleOptions limits, DefinitionLimits definitions, ClusterState cluster, TimeProvider time)
{
    /// <returns>Null when the definition has none.</returns>
    public DefinitionSchedule? Of(WorkflowDefinition definition)
    {
        if (definition.Schedule is not { } asked)
        {
            return null;
        }

        var now = DateTimeOffset.FromUnixTimeMilliseconds(time.GetUtcNow().ToUnixTimeMilliseconds());
        var spec = asked.EveryMs is null ? asked : asked with { Anchor = now };
        var id = Guid.CreateVersion7(now);
        var next = spec.AfterMs is { } pause
            ? now.AddMilliseconds(pause)
            : Timetable.Read(spec, TimeSpan.FromMilliseconds(1), out _)?.After(now);
        return new DefinitionSchedule(
            id, Sharding.ShardOf(id, cluster.Partitions), spec.ToJson(), next,
            spec.AfterMs is null ? Overlap.Allow : Overlap.Skip, spec.AfterMs, limits.PerOwnerMax)
        {
            Waits = spec.On is { } on && StartEvents.Read(on, definitions) is { } events
                ? [.. new StartFilters(events).Waits.Select(Row)]
                : [],
        };
    }

    private static ScheduleWait Row(EventWait wait) => new(
        wait.Type ?? "", wait.Key, JqValue.Array(wait.From.Select(JqValue.String)).ToJson(), wait.Expected);

    /// <summary>What is answered when the owner of the definition has too many.</summary>
    internal Problem TooMany() => ScheduleProblems.TooMany(limits.PerOwnerMax);

    /// <summary>Why the definition's schedule cannot be kept here; null when it can be.</summary>
    public SpecFault? FaultOf(WorkflowDefinition definition)
    {
        SpecFault? fault = null;
        _ = definition.Schedule is { } spec ? Timetable.Read(spec, limits.IntervalMin, out fault) : null;
        return fault;
    }
}
