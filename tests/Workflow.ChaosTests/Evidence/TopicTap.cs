using System.Collections.Concurrent;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Faults;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ChaosTests.Evidence;

/// <summary>Reads along on the topics: keeps events and dead letters and, while that fault reigns, sends messages a
/// second time, late and so out of order.</summary>
internal sealed class TopicTap : IMessageEvents, IDisposable
{
    private const string Copy = "chaos-copy";
    private const double CopiedShare = 0.5;
    private const double LateSecondsMost = 4;

    private readonly BroadcastConsumer _consumer;
    private readonly MessageProducer _producer;
    private readonly AgentWeather _weather;
    private readonly TimeProvider _clock;
    private readonly Random _random;
    private readonly ConcurrentQueue<EventSeen> _events = new();
    private readonly ConcurrentQueue<string> _letters = new();
    private int _copies;

    public TopicTap(KafkaOptions kafka, MessageProducer producer, AgentWeather weather, int seed, TimeProvider clock)
    {
        (_producer, _weather, _clock, _random) = (producer, weather, clock, new Random(seed));
        _consumer = new BroadcastConsumer(kafka, [.. Topics.All], this, clock, NullLogger.Instance);
    }

    public IReadOnlyList<EventSeen> Events => [.. _events];

    public IReadOnlyList<string> Letters => [.. _letters];

    /// <summary>Messages that were sent a second time.</summary>
    public int Copies => Volatile.Read(ref _copies);

    public async Task StartAsync()
    {
        _consumer.Start();
        await _consumer.Ready;
    }

    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        assignment.Done(message.Offset);
        if (message.Value is not { } body)
        {
            return;
        }

        switch (message.Topic)
        {
            case Topics.RunEvents:
                KeepEvent(body);
                break;
            case Topics.DeadLetter:
                _letters.Enqueue(Encoding.UTF8.GetString(body));
                break;
            default:
                MaybeCopy(message);
                break;
        }
    }

    public void Dispose() => _consumer.Dispose();

    private void KeepEvent(byte[] body)
    {
        using var document = JsonDocument.Parse(body);
        var root = document.RootElement;
        _events.Enqueue(new EventSeen(
            root.GetProperty("run_id").GetGuid(), root.GetProperty("revision").GetInt64(),
            root.GetProperty("status").GetString()!));
    }

    private void MaybeCopy(in ReceivedMessage message)
    {
        if (_weather.Reigns(FaultKind.DuplicateMessages) && message.Header(Copy) is null
            && _random.NextDouble() < CopiedShare)
        {
            _ = CopyAsync(message, TimeSpan.FromSeconds(LateSecondsMost * _random.NextDouble()));
        }
    }

    private async Task CopyAsync(ReceivedMessage message, TimeSpan late)
    {
        await Task.Delay(late, _clock);
        var source = message.Header(MessageHeaders.Source);
        MessageHeader[] headers = source is null
            ? [new MessageHeader(Copy, "1")]
            : [new MessageHeader(Copy, "1"), new MessageHeader(MessageHeaders.Source, source)];
        if (_producer.TrySend(message.Topic, message.Partition, message.Key ?? [], message.Value!, headers))
        {
            Interlocked.Increment(ref _copies);
        }
    }
}
