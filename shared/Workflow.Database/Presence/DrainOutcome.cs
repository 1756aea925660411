using Workflow.Database.Schema;

namespace Workflow.Database.Presence;

/// <summary>What came of the wish to drain a consumer, or to end its drain.</summary>
public abstract record DrainOutcome
{
    /// <summary>It will be followed, or is already.</summary>
    public sealed record Noted(ConsumerRow Row) : DrainOutcome;

    /// <summary>No process of that name has left a sign of life.</summary>
    public sealed record Unknown : DrainOutcome;

    /// <summary>The process owns no shards.</summary>
    /// <param name="Kind">What it is.</param>
    public sealed record OtherKind(string Kind) : DrainOutcome;

    /// <summary>No other consumer is alive that would take its shards.</summary>
    public sealed record LastOne : DrainOutcome;
}
