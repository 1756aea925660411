using System.Buffers.Text;
using Workflow.Api.Executions.Waiting;
using Workflow.Api.Live.Lists;
using Workflow.Api.Live.Runs;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.Live;

/// <summary>Hears every run event and passes on those that somebody here watches.</summary>
internal sealed class EventIntake : IMessageEvents, IHostedService, IDisposable
{
    private static ReadOnlySpan<byte> ReportMark => "\"run_report\""u8;

    private readonly RunFeeds _feeds;
    private readonly ListFeed _list;
    private readonly EndWaits _waits;
    private readonly KafkaOptions _kafka;
    private readonly ILogger<EventIntake> _logger;
    private readonly BroadcastConsumer _consumer;

    public EventIntake(
        RunFeeds feeds, ListFeed list, EndWaits waits, KafkaOptions kafka, TimeProvider clock,
        ILogger<EventIntake> logger)
    {
        (_feeds, _list, _waits, _kafka, _logger) = (feeds, list, waits, kafka, logger);
        _consumer = new BroadcastConsumer(kafka, [Topics.RunEvents], this, clock, logger);
    }

    /// <summary>Ends when every event sent from then on will be heard; until then the look at the database finds
    /// them.</summary>
    public Task Ready => _consumer.Ready;

    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        // The key is enough to leave alone what nobody watches.
        if (message.Key is not { Length: 36 } key || !Utf8Parser.TryParse(key, out Guid runId, out _))
        {
            return;
        }

        if (_feeds.Watches(runId) || _list.IsActive)
        {
            Watched(runId, message);
        }
        else if (_waits.WaitsFor(runId))
        {
            Awaited(runId, message);
        }
    }

    private void Awaited(Guid runId, in ReceivedMessage message)
    {
        if (MessageCodec.TryDecode<RunEventEnd>(message.Value, _kafka.BodyBytesMax, out var end, out var reason)
            && end.RunId == runId)
        {
            _waits.Take(end);
        }
        else if (!MayBeReport(message))
        {
            Unreadable(message, reason);
        }
    }

    private void Watched(Guid runId, in ReceivedMessage message)
    {
        if (MayBeReport(message)
            && MessageCodec.TryDecode<RunReport>(message.Value, _kafka.BodyBytesMax, out var report, out _)
            && report.RunId == runId)
        {
            _feeds.Take(report);
        }
        else if (MessageCodec.TryDecode<RunEvent>(message.Value, _kafka.BodyBytesMax, out var change, out var reason)
            && change.RunId == runId)
        {
            _feeds.Take(change);
            _list.Take(change);
            _waits.Take(new RunEventEnd(runId, change.Status, change.End));
        }
        else
        {
            Unreadable(message, reason);
        }
    }

    private static bool MayBeReport(in ReceivedMessage message) => message.Value.AsSpan().IndexOf(ReportMark) >= 0;

    private void Unreadable(in ReceivedMessage message, string? reason) =>
        _logger.EventUnreadable(message.Partition, message.Offset, reason ?? "its key is another run's");

    public Task StartAsync(CancellationToken cancellationToken)
    {
        _consumer.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => _consumer.StopAsync().WaitAsync(cancellationToken);

    public void Dispose() => _consumer.Dispose();
}
