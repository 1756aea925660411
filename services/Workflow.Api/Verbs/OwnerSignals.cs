using Workflow.Api.Intake;
using Workflow.Api.Startup;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>Wakes the owner of a run's shard. A message that is lost is made up for by the owner's look at its shards,
/// once a second.</summary>
public sealed class OwnerSignals(MessageProducer producer, ClusterState cluster, TimeProvider time)
{
    /// <summary>The run is to be looked at. Never waits.</summary>
    /// <param name="kind">What has happened to it, for people.</param>
    public void Wake(Guid runId, int shard, string kind) => producer.TrySend(
        Topics.RunSignals, shard % cluster.Partitions, RequestMessage.KeyOf(runId),
        MessageCodec.Encode(new RunSignal(runId, kind, time.GetUtcNow())));

    /// <summary>The run is new, and the owner reads its row.</summary>
    public void Start(Guid runId, int shard) => producer.TrySend(
        Topics.ExecutionRequests, shard % cluster.Partitions, RequestMessage.KeyOf(runId),
        MessageCodec.Encode(new ExecutionRequest(runId, default, default, time.GetUtcNow())),
        new MessageHeader(MessageHeaders.Source, MessageHeaders.SourceApi));
}
