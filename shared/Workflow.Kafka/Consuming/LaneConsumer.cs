using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Reads <see cref="Model.Topics.OwnerLanes"/> of the shards that this process owns, from where their last
/// owner stopped. Has a thread of its own. Nothing stops two processes from reading one lane for a moment.</summary>
/// <remarks>Its commits are not fenced: call <see cref="Assignment.Done"/> only after a commit that was.</remarks>
public sealed class LaneConsumer : IDisposable
{
    private readonly LaneRole _role;
    private readonly ConsumerThread _thread;

    public LaneConsumer(KafkaOptions options, IMessageEvents events, ILogger logger)
    {
        _role = new LaneRole(options, events, logger);
        _thread = new ConsumerThread(_role, options, logger);
    }

    public void Start() => _thread.Start();

    /// <summary>Begins to read the lanes of a shard, within <see cref="KafkaOptions.PollWait"/>. Thread-safe, never
    /// waits; no effect if it does so already.</summary>
    public void Own(int shard) => _role.Command(shard, own: true);

    /// <summary>Stops reading the lanes of a shard; what was done before is committed. Thread-safe, never
    /// waits.</summary>
    public void Disown(int shard) => _role.Command(shard, own: false);

    public Task StopAsync()
    {
        _thread.Stop();
        return _thread.Ended;
    }

    /// <summary>Stops, and waits for at most <see cref="KafkaOptions.CloseWait"/> and a second.</summary>
    public void Dispose() => _thread.Dispose();
}
