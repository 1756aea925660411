using System.Collections.Concurrent;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bench.Memory;

/// <summary>An agent that reads its tasks from Kafka and answers no sooner than it is told to, and not before each has
/// waited for its time. Meanwhile it says that it is alive.</summary>
internal sealed class SlowAgent : IMessageEvents, IDisposable
{
    public const string Name = "bench-slow";

    private static readonly TimeSpan Beat = TimeSpan.FromSeconds(1);

    private readonly BroadcastConsumer _consumer;
    private readonly MessageProducer _producer;
    private readonly KafkaOptions _kafka;
    private readonly ConcurrentDictionary<Guid, (AgentTask Task, long At)> _open = new();
    private readonly CancellationTokenSource _stop = new();
    private readonly TimeSpan _takes;
    private Task _beating = Task.CompletedTask;
    private int _seen;

    /// <param name="takes">How long a call takes at least.</param>
    public SlowAgent(KafkaOptions kafka, TimeSpan takes)
    {
        (_kafka, _takes) = (kafka, takes);
        _producer = new MessageProducer(kafka, NullLogger.Instance);
        _consumer = new BroadcastConsumer(
            kafka, [Topics.AgentTasks], this, TimeProvider.System, NullLogger.Instance);
    }

    /// <summary>Calls that have not been answered.</summary>
    public int Open => _open.Count;

    /// <summary>Messages that came, with those that came again.</summary>
    public int Seen => Volatile.Read(ref _seen);

    public async Task StartAsync()
    {
        _consumer.Start();
        await _consumer.Ready;
        _beating = BeatAsync();
    }

    /// <summary>Answers everything that is open, each when its time has come.</summary>
    public async Task AnswerAsync(CancellationToken ct)
    {
        foreach (var (id, (task, at)) in _open.OrderBy(one => one.Value.At))
        {
            var left = _takes - TimeProvider.System.GetElapsedTime(at);
            if (left > TimeSpan.Zero)
            {
                await Task.Delay(left, ct);
            }

            Send(task.Shard, new AgentResult(
                id, task.RunId, AgentOutcome.Completed, new RawJson("{}"u8.ToArray()), null, task.Shard, null, Now()));
            _open.TryRemove(id, out _);
        }
    }

    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        assignment.Done(message.Offset);
        if (message.Value is { } body
            && MessageCodec.TryDecode<AgentTask>(body, _kafka.BodyBytesMax, out var task, out _))
        {
            Interlocked.Increment(ref _seen);
            _open.TryAdd(task.TaskId, (task, TimeProvider.System.GetTimestamp()));
        }
    }

    public void Dispose()
    {
        _stop.Cancel();
        _beating.Wait();
        _consumer.Dispose();
        _producer.Dispose();
        _stop.Dispose();
    }

    private async Task BeatAsync()
    {
        using var timer = new PeriodicTimer(Beat);
        try
        {
            while (await timer.WaitForNextTickAsync(_stop.Token))
            {
                foreach (var shard in _open.GroupBy(one => one.Value.Task.Shard))
                {
                    Send(shard.Key, new AgentResult(
                        null, null, AgentOutcome.Heartbeat, default, null, shard.Key,
                        [.. shard.Select(one => one.Key)], Now()));
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    private void Send(int shard, AgentResult result) => _producer.TrySend(
        Topics.AgentResults, shard, result.TaskId?.ToByteArray() ?? [], MessageCodec.Encode(result));

    private static DateTimeOffset Now() => TimeProvider.System.GetUtcNow();
}
