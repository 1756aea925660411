using System.Text;
using System.Threading.Channels;
using Workflow.Execution.Journal;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Events;

/// <summary>Publishes what the journal has committed, beside the journal and never in its way. An event that is lost is
/// found in the database by whoever watches the run (R8).</summary>
internal sealed partial class RunEventSender(
    MessageProducer producer, KafkaOptions kafka, ConsumerOptions options, ILogger<RunEventSender> logger)
    : BackgroundService, IRunEvents
{
    private readonly Channel<IReadOnlyList<RunEvent>> _flushes = Channel.CreateUnbounded<IReadOnlyList<RunEvent>>(
        new UnboundedChannelOptions { SingleReader = true });

    private int _waiting;
    private long _dropped;

    public void Committed(IReadOnlyList<RunEvent> events)
    {
        if (Interlocked.Add(ref _waiting, events.Count) > options.EventQueueMax || !_flushes.Writer.TryWrite(events))
        {
            Interlocked.Add(ref _waiting, -events.Count);
            Count(events.Count);
        }
    }

    public override Task StopAsync(CancellationToken cancellationToken)
    {
        _flushes.Writer.TryComplete();
        return base.StopAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        // What was committed before the stop is still sent: the channel is complete by then.
        await foreach (var events in _flushes.Reader.ReadAllAsync(CancellationToken.None))
        {
            foreach (var change in events)
            {
                Send(change);
            }

            Interlocked.Add(ref _waiting, -events.Count);
        }
    }

    private void Send(RunEvent change)
    {
        try
        {
            producer.TrySend(
                Topics.RunEvents, null, Encoding.ASCII.GetBytes(change.RunId.ToString()),
                MessageCodec.EncodeBounded(change, kafka.BodyBytesMax));
        }
        catch (Exception error)
        {
            LogUnsent(logger, error, change.RunId, change.Revision);
        }
    }

    private void Count(int events)
    {
        var before = Interlocked.Add(ref _dropped, events) - events;
        if (before == 0 || long.Log2(before) != long.Log2(before + events))
        {
            LogDropped(logger, before + events, options.EventQueueMax);
        }
    }
}
