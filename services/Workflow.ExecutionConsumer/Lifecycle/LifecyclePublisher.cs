using System.Text;
using System.Threading.Channels;
using Workflow.Database.Queries;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lifecycle;

/// <summary>Publishes the committed changes of all runs as the DSL's lifecycle events. All consumers share the topic of
/// changes as one group, at least once: a message is done when the broker has stored what it was told as (R7), and
/// comes to the same ids when it comes again.</summary>
internal sealed partial class LifecyclePublisher : BackgroundService, IMessageEvents
{
    private const int BatchChanges = 200;
    private const int OpenMax = 2_000;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);
    private static readonly byte[] ReportMark = "\"run_report\""u8.ToArray();

    // Structured mode of the CloudEvents binding for Kafka: the whole event is the message.
    private static readonly MessageHeader ContentType =
        new("content-type", "application/cloudevents+json; charset=UTF-8");

    private readonly Channel<Arrived> _arrived =
        Channel.CreateUnbounded<Arrived>(new UnboundedChannelOptions { SingleReader = true });

    private readonly GroupConsumer? _changes;
    private readonly LifecycleQueries _queries;
    private readonly LifecycleTelling _telling;
    private readonly MessageProducer _producer;
    private readonly KafkaOptions _kafka;
    private readonly LifecycleOptions _options;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public LifecyclePublisher(
        LifecycleQueries queries, LifecycleTelling telling, MessageProducer producer, KafkaOptions kafka,
        LifecycleOptions options, TimeProvider clock, ILogger<LifecyclePublisher> logger)
    {
        (_queries, _telling, _producer, _kafka) = (queries, telling, producer, kafka);
        (_options, _clock, _logger) = (options, clock, logger);
        _changes = !options.IsOn ? null : new GroupConsumer(
            kafka, Topics.RunEvents, kafka.LifecycleGroupId, this, logger, OpenMax);
    }

    /// <summary>Begins to read, if it is to publish anything; the topics have to be there.</summary>
    public void Read() => _changes?.Start();

    public void Message(Assignment assignment, in ReceivedMessage message) =>
        _arrived.Writer.TryWrite(new Arrived(assignment, message));

    /// <summary>Leaves the group without waiting: shards are handed over after this.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _ = _changes?.StopAsync();
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _changes?.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _arrived.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Taken>();
            while (batch.Count < BatchChanges && _arrived.Reader.TryRead(out var arrived))
            {
                if (Take(arrived) is { } taken)
                {
                    batch.Add(taken);
                }
            }

            while (batch.Count > 0 && await PublishOnceAsync(batch, stoppingToken) is { } reason)
            {
                LogHeld(_logger, batch.Count, reason);
                await Task.Delay(RetryDelay, _clock, stoppingToken);
            }
        }
    }

    /// <returns>Null for what is done already: there is nothing to tell.</returns>
    private Taken? Take(Arrived arrived)
    {
        var (assignment, message) = arrived;
        if (!assignment.IsCurrent)
        {
            return null;
        }

        if (IsReport(message) || message.SentAt < _clock.GetUtcNow() - _options.AgeMax)
        {
            assignment.Done(message.Offset);
            return null;
        }

        if (!MessageCodec.TryDecode<RunEvent>(message.Value, _kafka.BodyBytesMax, out var change, out var reason))
        {
            LogUnreadable(_logger, message.Partition, message.Offset, reason);
            assignment.Done(message.Offset);
            return null;
        }

        return new Taken(assignment, message.Offset, change);
    }

    // The mark may also be the name of a step.
    private bool IsReport(in ReceivedMessage message) =>
        message.Value.AsSpan().IndexOf(ReportMark) >= 0
        && MessageCodec.TryDecode<RunReport>(message.Value, _kafka.BodyBytesMax, out _, out _);

    /// <summary>Publishes what some changes are told as, all of it again after a failure.</summary>
    /// <returns>Why it is not done; null when it is.</returns>
    private async Task<string?> PublishOnceAsync(List<Taken> batch, CancellationToken ct)
    {
        try
        {
            var unsent = await SendAsync(await TellAsync(batch, ct), ct);
            if (unsent is not null)
            {
                return unsent;
            }
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            return error.Message;
        }

        foreach (var taken in batch)
        {
            taken.Assignment.Done(taken.Offset);
        }

        return null;
    }

    private async Task<List<(LifecycleRun Run, LifecycleEvent Event)>> TellAsync(
        List<Taken> batch, CancellationToken ct)
    {
        RevisionRange[] ranges =
        [
            .. batch.GroupBy(taken => taken.Change.RunId, taken => taken.Change.Revision)
                .Select(revisions => new RevisionRange(revisions.Key, revisions.Min(), revisions.Max())),
        ];
        var (runs, steps) = await _queries.ReadAsync(ranges, _options.OutputBytesMax, _options.HasTasks, ct);
        var stepsOf = steps.ToLookup(step => step.RunId);
        var told = new List<(LifecycleRun, LifecycleEvent)>();
        foreach (var change in batch.Select(taken => taken.Change))
        {
            // A run that was deleted meanwhile has nobody to tell.
            if (runs.TryGetValue(change.RunId, out var run))
            {
                told.AddRange(_telling.Of(change, run, stepsOf[change.RunId]).Select(one => (run, one)));
            }
        }

        return told;
    }

    /// <returns>Why the broker has not stored all of them; null when it has.</returns>
    private async Task<string?> SendAsync(List<(LifecycleRun Run, LifecycleEvent Event)> told, CancellationToken ct)
    {
        var deliveries = told.Select(one => _producer.SendAsync(
            _options.Topic, null, Encoding.ASCII.GetBytes(one.Run.RunId.ToString()), one.Event.Json, ContentType,
            new MessageHeader(MessageHeaders.Owner, one.Run.OwnerId))).ToList();
        foreach (var delivery in await Task.WhenAll(deliveries).WaitAsync(ct))
        {
            if (!delivery.Stored)
            {
                return $"topic {_options.Topic}: {delivery.Reason}";
            }
        }

        return null;
    }

    private readonly record struct Arrived(Assignment Assignment, ReceivedMessage Message);

    private sealed record Taken(Assignment Assignment, long Offset, RunEvent Change);
}
