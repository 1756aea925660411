using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Reads the request topic as a member of <see cref="KafkaOptions.GroupId"/>; the partitions it is given are
/// the shards this process owns. Has a thread of its own, on which <see cref="IPartitionEvents"/> are
/// called.</summary>
public sealed class OwnershipConsumer : IDisposable
{
    private readonly GroupContact _contact;
    private readonly OwnershipRole _role;
    private readonly ConsumerThread _thread;

    public OwnershipConsumer(KafkaOptions options, IPartitionEvents events, TimeProvider clock, ILogger logger)
    {
        _contact = new GroupContact(options, clock, logger);
        _role = new OwnershipRole(options, events, _contact, clock, logger);
        _thread = new ConsumerThread(_role, options, logger);
    }

    /// <summary>Monotonic timestamp, of the clock given, of the last moment at which the broker is known to have held
    /// us for alive; null while outside of the group. Nobody else can own our partitions before
    /// <see cref="KafkaOptions.SessionTimeout"/> has passed since (R5). Lags behind by up to a second and a heartbeat.
    /// Thread-safe.</summary>
    public long? LastPoll => _contact.Last;

    /// <summary>Messages of assigned partitions that the group has not committed yet, a second ago; 0 while unknown.
    /// Thread-safe.</summary>
    public long Lag => _contact.Lag;

    /// <summary>Whether we are no member of the group, and everything that was assigned is given back.
    /// Thread-safe.</summary>
    public bool IsOut => _role.IsOut;

    public void Start() => _thread.Start();

    /// <summary>Gives all partitions back (<see cref="IPartitionEvents.Revoked"/>) and leaves the group, until <see
    /// cref="Join"/>. Thread-safe, never waits; <see cref="IsOut"/> tells when it is done.</summary>
    public void Leave() => _role.IsWanted = false;

    /// <summary>Becomes a member of the group again. Thread-safe, never waits.</summary>
    public void Join() => _role.IsWanted = true;

    /// <summary>Gives all partitions back (<see cref="IPartitionEvents.Revoked"/>), leaves the group and
    /// ends.</summary>
    public Task StopAsync()
    {
        _thread.Stop();
        return _thread.Ended;
    }

    /// <summary>The same, but waits for at most <see cref="KafkaOptions.CloseWait"/> and one flush.</summary>
    public void Dispose() => _thread.Dispose();
}
