namespace Workflow.Kafka;

/// <summary>What the ownership consumer tells the owner of shards. Revoked is not lost: a revoked partition waits for
/// our flush, a lost one may have a new owner already.</summary>
public interface IPartitionEvents : IMessageEvents
{
    /// <summary>The partition is ours from now on; its messages follow.</summary>
    void Assigned(int partition, Assignment assignment);

    /// <summary>The partition goes to somebody else in good order. It is given away once the task ends, at the latest
    /// after <see cref="KafkaOptions.RevokeFlush"/>; until then offsets can still be finished.</summary>
    /// <returns>The flush of what is under way; it must not need the consumer's thread.</returns>
    Task Revoked(int partition);

    /// <summary>The session ended without our doing: the broker was out of reach or this process was frozen. Nothing
    /// can be finished any more; the partition comes back as a new assignment.</summary>
    void Lost(int partition);
}
