using System.Text;
using Workflow.Bridge.Calls;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Results;

/// <summary>Tells every shard's owner which calls are alive here, so that it does not send their tasks again.</summary>
internal sealed class HeartbeatSender(
    CallTable calls, CrowdedOut crowd, MessageProducer producer, string bridgeId, TimeProvider time)
{
    /// <summary>A message of so many task ids has about 200 kB.</summary>
    private const int TasksPerMessage = 5_000;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(bridgeId);

    /// <summary>Sends one message per shard that has open calls; a lost one is made good by the next.</summary>
    public Task BeatOnceAsync(CancellationToken ct)
    {
        var now = time.GetUtcNow();
        var alive = calls.All().Select(call => (call.Shard, call.Task.TaskId)).Concat(crowd.Waiting());
        foreach (var ofShard in alive.GroupBy(one => one.Shard, one => one.TaskId))
        {
            foreach (var taskIds in ofShard.Chunk(TasksPerMessage))
            {
                var beat = new AgentResult(
                    null, null, AgentOutcome.Heartbeat, default, null, ofShard.Key, taskIds, now);
                producer.TrySend(Topics.AgentResults, ofShard.Key, _key, MessageCodec.Encode(beat));
            }
        }

        return Task.CompletedTask;
    }
}
