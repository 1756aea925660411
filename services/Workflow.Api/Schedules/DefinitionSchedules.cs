using Workflow.Api.Http;
using Workflow.Api.Startup;
using Workflow.Database.Schedules;
using Workflow.Definitions.Scheduling;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Schedules;

/// <summary>What the schedule block of a definition becomes.</summary>
public sealed class DefinitionSchedules(ScheduleOptions limits, ClusterState cluster, TimeProvider time)
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
            spec.AfterMs is null ? Overlap.Allow : Overlap.Skip, spec.AfterMs, limits.PerOwnerMax);
    }

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
