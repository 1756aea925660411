using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Reads everything that is sent to some topics from its start on, as every other such consumer does too.
/// Commits nothing, so <see cref="Assignment.Done"/> need not be called. Has a thread of its own.</summary>
public sealed class BroadcastConsumer : IDisposable
{
    private readonly BroadcastRole _role;
    private readonly ConsumerThread _thread;

    /// <param name="topics">Some of <see cref="Model.Topics"/>.</param>
    public BroadcastConsumer(
        KafkaOptions options, IReadOnlyList<string> topics, IMessageEvents events, TimeProvider clock, ILogger logger)
    {
        _role = new BroadcastRole(options, topics, events, clock, logger);
        _thread = new ConsumerThread(_role, options, logger);
    }

    /// <summary>Ends when every message sent from then on will be read. Stays open while the broker is away.</summary>
    public Task Ready => _role.Ready;

    public void Start() => _thread.Start();

    public Task StopAsync()
    {
        _thread.Stop();
        return _thread.Ended;
    }

    /// <summary>Stops, and waits for at most <see cref="KafkaOptions.CloseWait"/> and a second.</summary>
    public void Dispose() => _thread.Dispose();
}
