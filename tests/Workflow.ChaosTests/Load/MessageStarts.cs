using System.Text;
using System.Text.Json.Nodes;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ChaosTests.Load;

/// <summary>A client that starts runs by message, as the contract of the topic says.</summary>
internal sealed class MessageStarts(MessageProducer producer, int partitions, Func<int> brokerLife, TimeProvider clock)
{
    public async Task<StartRecord> StartAsync(LoadItem item)
    {
        var (run, sentAt, life) = (Guid.CreateVersion7(clock.GetUtcNow()), clock.GetUtcNow(), brokerLife());
        var body = new JsonObject
        {
            ["run_id"] = run,
            ["workflow_plan"] = item.Kind.Document,
            ["input_data"] = new JsonObject { ["n"] = item.Number },
            ["timestamp"] = sentAt,
            ["message_type"] = ExecutionRequest.Type,
        };
        var delivery = await producer.SendAsync(
            Topics.ExecutionRequests, Sharding.ShardOf(run, partitions), Encoding.ASCII.GetBytes(run.ToString()),
            Encoding.UTF8.GetBytes(body.ToJsonString()));
        MessagePlace? place = delivery.Stored && life == brokerLife()
            ? new MessagePlace(Topics.ExecutionRequests, delivery.Partition, delivery.Offset) : null;
        return new StartRecord(
            item.Number, item.Kind.Name, run.ToString(), run, sentAt, null, null, place, delivery.Reason)
        {
            IsByMessage = true,
        };
    }
}
