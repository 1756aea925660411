using Workflow.Execution.Ownership;

namespace Workflow.ExecutionConsumer.Ownership;

/// <summary>What a new owner does with the runs it finds.</summary>
internal interface ITakeover
{
    /// <summary>Before any run of the shard executes here.</summary>
    Task PrepareAsync(ShardHold hold, bool isClean, CancellationToken ct);

    /// <summary>Loads the runs that were executing and goes on with them.</summary>
    Task CarryOnAsync(ShardHold hold, CancellationToken ct);
}
