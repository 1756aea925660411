using System.Text;
using System.Threading.Channels;
using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Signals;
using Workflow.Database.Transitions;
using Workflow.Execution;
using Workflow.ExecutionConsumer.Intake;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Telemetry;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Routing;

/// <summary>Brings events of the topic into the inboxes of the runs that listen for them, whoever owns those, and to
/// the schedules that they start. All consumers share the topic as one group, at least once: a message is done when
/// its rows are committed (R7), and comes to nothing when it comes again.</summary>
internal sealed partial class EventRouter : BackgroundService, IMessageEvents
{
    private const int BatchEvents = 200;
    private const int BatchRuns = 500;
    private const int ConflictRetriesMax = 10;
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    private readonly Channel<Arrived> _arrived =
        Channel.CreateUnbounded<Arrived>(new UnboundedChannelOptions { SingleReader = true });

    private readonly EventProbes _probes = new();
    private readonly GroupConsumer _topic;
    private readonly EventWaits _waits;
    private readonly EventStarts _starts;
    private readonly DeadLetterDesk _deadLetters;
    private readonly MessageProducer _producer;
    private readonly ClusterShape _cluster;
    private readonly KafkaOptions _kafka;
    private readonly ConsumerOptions _options;
    private readonly int _unreadMax;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;

    public EventRouter(
        EventWaits waits, EventStarts starts, DeadLetterDesk deadLetters, MessageProducer producer,
        ClusterShape cluster, KafkaOptions kafka, ConsumerOptions options, ExecutionOptions execution,
        TimeProvider clock, ILogger<EventRouter> logger)
    {
        (_waits, _starts, _deadLetters, _producer, _cluster) = (waits, starts, deadLetters, producer, cluster);
        (_kafka, _options, _unreadMax) = (kafka, options, execution.SignalsUnreadMax);
        (_clock, _logger) = (clock, logger);
        _topic = new GroupConsumer(
            kafka, Topics.Events, kafka.EventsGroupId, this, logger, options.EventsOpenMax);
    }

    /// <summary>Begins to read; the topic has to be there.</summary>
    public void Read() => _topic.Start();

    public void Message(Assignment assignment, in ReceivedMessage message) =>
        _arrived.Writer.TryWrite(new Arrived(assignment, message));

    /// <summary>Leaves the group without waiting: shards are handed over after this, and a rebalance of readers of
    /// events must not hold them up.</summary>
    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _ = _topic.StopAsync();
        return base.StopAsync(cancellationToken);
    }

    public override void Dispose()
    {
        _topic.Dispose();
        base.Dispose();
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        while (await _arrived.Reader.WaitToReadAsync(stoppingToken))
        {
            var batch = new List<Taken>();
            while (batch.Count < BatchEvents && _arrived.Reader.TryRead(out var arrived))
            {
                if (Take(arrived) is { } taken)
                {
                    batch.Add(taken);
                }
            }

            await RouteAsync(batch, stoppingToken);
        }
    }

    /// <returns>Null for what is done already: nobody is to get it.</returns>
    private Taken? Take(Arrived arrived)
    {
        var (assignment, message) = arrived;
        if (!assignment.IsCurrent)
        {
            return null;
        }

        if (EventReader.TryRead(message, _kafka.BodyBytesMax, out var reason) is not { } cloudEvent)
        {
            ConsumerInstruments.Routed("unreadable");
            _ = _deadLetters.PutAsync(assignment, message, reason!);
            return null;
        }

        if (cloudEvent.IsReserved || message.SentAt < _clock.GetUtcNow() - _options.EventAgeMax)
        {
            ConsumerInstruments.Routed(cloudEvent.IsReserved ? "reserved" : "old");
            assignment.Done(message.Offset);
            return null;
        }

        return new Taken(assignment, message, cloudEvent);
    }

    /// <summary>While the database is away the events wait, and with them their offsets.</summary>
    private async Task RouteAsync(IReadOnlyList<Taken> batch, CancellationToken ct)
    {
        while (batch.Count > 0)
        {
            try
            {
                await RouteOnceAsync(batch, ct);
                return;
            }
            catch (PostgresException error) when (Refusals.IsContent(error))
            {
                if (batch.Count == 1)
                {
                    await _deadLetters.PutAsync(batch[0].Assignment, batch[0].Message, Refusals.Describe(error));
                    return;
                }

                await RouteAsync([.. batch.Take(batch.Count / 2)], ct);
                await RouteAsync([.. batch.Skip(batch.Count / 2)], ct);
                return;
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogHeld(_logger, error, batch.Count);
                await Task.Delay(RetryDelay, _clock, ct);
            }
        }
    }

    /// <summary>Routes some events. Throws when the database is away; may be done again.</summary>
    private async Task RouteOnceAsync(IReadOnlyList<Taken> batch, CancellationToken ct)
    {
        TopicEvent[] events = [.. batch.Select(taken => taken.Event)];
        string[] types = [.. events.Select(one => one.Type).Append("").Distinct()];
        var looks = await _waits.LooksAsync(types, _options.EventLooksMax, ct);
        if (looks.Count == _options.EventLooksMax)
        {
            LogTooManyLooks(_logger, looks.Count);
        }

        var full = new Dictionary<int, string>();
        var reached = new HashSet<int>();
        var sights = _probes.SightsOf(events, looks);
        var hit = sights.Count == 0 ? [] : await _waits.HitsAsync(sights, ct);
        foreach (var hits in hit.Where(one => events[one.Place].About != one.RunId).Chunk(BatchRuns))
        {
            foreach (var delivery in await DeliverAsync(hits, events, ct))
            {
                Follow(delivery, reached, full);
            }
        }

        foreach (var result in await _starts.OfferAsync(events, ct))
        {
            if (result.Fate == OfferFate.Full)
            {
                full.TryAdd(result.Place, $"a schedule has no room for it: {result.Detail}");
            }

            reached.Add(result.Place);
        }

        for (var place = 0; place < batch.Count; place++)
        {
            Finish(batch[place], reached.Contains(place), full.GetValueOrDefault(place));
        }
    }

    private async Task<List<EventDelivery>> DeliverAsync(
        EventHit[] hits, TopicEvent[] events, CancellationToken ct)
    {
        RoutedEvent[] routed = [.. events.Select(one => new RoutedEvent(one.UniqueKey, one.Json))];
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await _waits.DeliverAsync(hits, routed, _unreadMax, ct);
            }
            catch (PostgresException error) when (Refusals.IsConflict(error) && attempt < ConflictRetriesMax)
            {
                // Rolled back whole: the same again will do.
            }
        }
    }

    /// <summary>A wake-up that is lost is made up for by the owner's look at the inbox.</summary>
    private void Follow(EventDelivery delivery, HashSet<int> reached, Dictionary<int, string> full)
    {
        if (delivery.IsFull)
        {
            full.TryAdd(
                delivery.Place,
                $"run {delivery.RunId}, and maybe others, has {_unreadMax} signals that it has not taken in (option "
                + "SignalsUnreadMax)");
            return;
        }

        reached.Add(delivery.Place);
        _producer.TrySend(
            Topics.RunSignals, _cluster.PartitionOf(delivery.Shard), Encoding.ASCII.GetBytes(delivery.RunId.ToString()),
            MessageCodec.Encode(new RunSignal(delivery.RunId, RunInbox.SignalKind, _clock.GetUtcNow())));
    }

    private void Finish(Taken taken, bool isReached, string? full)
    {
        if (full is not null)
        {
            ConsumerInstruments.Routed("full");
            _ = _deadLetters.PutAsync(taken.Assignment, taken.Message, full);
            return;
        }

        ConsumerInstruments.Routed(isReached ? "delivered" : "unwanted");
        taken.Assignment.Done(taken.Message.Offset);
    }

    private readonly record struct Arrived(Assignment Assignment, ReceivedMessage Message);

    private sealed record Taken(Assignment Assignment, ReceivedMessage Message, TopicEvent Event);
}
