using System.Text;
using Workflow.Database.Recovery;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Children;

/// <summary>Wakes a parent whose inbox has the end of a child; a wake-up that is lost is made up for by its owner's
/// look at the inbox.</summary>
internal sealed class ParentSignals(MessageProducer producer, ClusterShape cluster, TimeProvider clock)
{
    public void Send(ParentRun parent) => producer.TrySend(
        Topics.RunSignals, cluster.PartitionOf(parent.Shard), Encoding.ASCII.GetBytes(parent.RunId.ToString()),
        MessageCodec.Encode(new RunSignal(parent.RunId, RunInbox.ChildEndKind, clock.GetUtcNow())));
}
