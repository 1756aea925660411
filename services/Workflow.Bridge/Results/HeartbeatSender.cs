using System.Text;
using Workflow.Bridge.Calls;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Results;

/// <summary>Tells every shard's owner which calls are alive here, so that it does not send their tasks again, and which
/// tasks to send again, since there is room for them.</summary>
internal sealed class HeartbeatSender(
    CallTable calls, CrowdedOut crowd, MessageProducer producer, string bridgeId, TimeProvider time)
{
    /// <summary>A message of so many task ids has about 200 kB.</summary>
    private const int TasksPerMessage = 5_000;

    /// <summary>With their runs, about the same.</summary>
    private const int AgainPerMessage = 2_000;

    private readonly byte[] _key = Encoding.UTF8.GetBytes(bridgeId);

    /// <summary>Sends one message per shard that has open calls; a lost one is made good by the next.</summary>
    public Task BeatOnceAsync(CancellationToken ct)
    {
        var alive = calls.All().Select(call => (call.Shard, call.Task.TaskId))
            .Concat(crowd.All().Select(one => (one.Shard, one.TaskId)));
        foreach (var ofShard in alive.GroupBy(one => one.Shard, one => one.TaskId))
        {
            foreach (var taskIds in ofShard.Chunk(TasksPerMessage))
            {
                Send(ofShard.Key, taskIds, null);
            }
        }

        return Task.CompletedTask;
    }

    /// <summary>Has the tasks sent again for which there is room now. A lost message is made good by the owner, who
    /// hears nothing of them any more.</summary>
    public Task CallInOnceAsync(CancellationToken ct)
    {
        AskFor(crowd.CallIn());
        return Task.CompletedTask;
    }

    /// <summary>Has every task sent again that waits for room here: another bridge takes it.</summary>
    public void SendAway() => AskFor(crowd.SendAway());

    private void AskFor(IReadOnlyList<CrowdedOut.Waiting> tasks)
    {
        foreach (var ofShard in tasks.GroupBy(one => one.Shard, one => new TaskOfRun(one.TaskId, one.RunId)))
        {
            foreach (var again in ofShard.Chunk(AgainPerMessage))
            {
                Send(ofShard.Key, [], again);
            }
        }
    }

    private void Send(int shard, Guid[] alive, TaskOfRun[]? again) => producer.TrySend(
        Topics.AgentResults, shard, _key, MessageCodec.Encode(new AgentResult(
            null, null, AgentOutcome.Heartbeat, default, null, shard, alive, time.GetUtcNow())
        {
            Again = again,
        }));
}
