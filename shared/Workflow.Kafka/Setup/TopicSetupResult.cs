namespace Workflow.Kafka;

/// <summary>How <see cref="TopicSetup.EnsureAsync"/> ended.</summary>
public enum TopicSetupOutcome
{
    /// <summary>All topics exist with enough partitions.</summary>
    Ready,

    /// <summary>The broker did not answer; try again later.</summary>
    Unreachable,

    /// <summary>The broker did not make or grow a topic; trying again does not help before somebody changed
    /// something.</summary>
    Refused,
}

/// <param name="RequestPartitions">Partitions that the request topic has, so the number of shards; 0 when
/// unknown.</param>
/// <param name="Detail">What went wrong and what to do; null when ready.</param>
public sealed record TopicSetupResult(TopicSetupOutcome Outcome, int RequestPartitions, string? Detail);
