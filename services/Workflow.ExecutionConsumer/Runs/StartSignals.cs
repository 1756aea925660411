using System.Text;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Runs;

/// <summary>Wakes the owner of a run that was entered here; it reads the row. A wake-up that is lost is made up for by
/// that owner's sweep.</summary>
internal sealed class StartSignals(MessageProducer producer, ClusterShape cluster, TimeProvider clock)
{
    public void Send(Guid runId, int shard) => producer.TrySend(
        Topics.ExecutionRequests, cluster.PartitionOf(shard), Encoding.ASCII.GetBytes(runId.ToString()),
        MessageCodec.Encode(new ExecutionRequest(runId, default, default, clock.GetUtcNow())),
        new MessageHeader(MessageHeaders.Source, MessageHeaders.SourceApi));
}
