using Workflow.Execution.Ownership;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Model;
using Workflow.Simulation.Store;

namespace Workflow.Simulation.Consumers;

/// <summary>Takeover without the quarantine: OpenRuns.Unparked, then the product's load path.</summary>
internal sealed class CarryOn(Consumer consumer, Network network) : ITakeover
{
    public Task PrepareAsync(ShardHold hold, bool isClean, CancellationToken ct) => Task.CompletedTask;

    public async Task CarryOnAsync(ShardHold hold, CancellationToken ct)
    {
        var unparked = await network.ReadAsync(
            consumer, "unparked",
            database => database.Runs.Values
                .Where(run => run.Shard == hold.Claim.Shard && run.Status == RunStatus.Running
                    && (run.WakeAt is null || run.WakeAt <= database.Clock.GetUtcNow()))
                .Select(run => run.RunId).ToArray(),
            ct);
        await consumer.Starter.LoadAsync(unparked, ct);
    }
}
