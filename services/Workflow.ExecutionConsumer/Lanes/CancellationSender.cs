using System.Text;
using Workflow.Database.Transitions;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>Tells owners and bridges that a run was cancelled. A message that is lost is made up for by their own
/// looks at the database.</summary>
internal sealed class CancellationSender(MessageProducer producer, ClusterShape cluster, TimeProvider clock)
{
    public void Send(CancelledRun run, string? by, string? reason) => producer.TrySend(
        Topics.CancellationRequests, cluster.PartitionOf(run.Shard), Encoding.ASCII.GetBytes(run.RunId.ToString()),
        MessageCodec.Encode(new CancellationRequest(run.RunId, by, reason, clock.GetUtcNow())));
}
