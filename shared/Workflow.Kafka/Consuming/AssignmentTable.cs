using Confluent.Kafka;

namespace Workflow.Kafka;

/// <summary>The partitions a consumer has now, and how far each may be committed. Used on the consumer's thread
/// only.</summary>
internal sealed class AssignmentTable(TopicNames names, HandBack handBack)
{
    private readonly Dictionary<TopicPartition, Assignment> _current = [];
    private readonly HashSet<TopicPartition> _moved = [];

    public IReadOnlyCollection<Assignment> Current => _current.Values;

    public Assignment Add(TopicPartition at)
    {
        End(at);
        return _current[at] = new Assignment(names.FromBroker(at.Topic), at.Partition.Value, handBack);
    }

    public Assignment? Find(TopicPartition at) => _current.GetValueOrDefault(at);

    /// <summary>Ends the assignment; what is done later has no effect.</summary>
    public void End(TopicPartition at)
    {
        if (_current.Remove(at, out var ended))
        {
            ended.End();
        }
    }

    public void EndAll()
    {
        foreach (var assignment in _current.Values)
        {
            assignment.End();
        }

        _current.Clear();
    }

    /// <summary>The assignment that a message belongs to, with its offset noted; null when the partition is not
    /// ours.</summary>
    public Assignment? Take(TopicPartitionOffset at)
    {
        if (!_current.TryGetValue(at.TopicPartition, out var assignment))
        {
            return null;
        }

        if (!assignment.Watermark.Taken(at.Offset.Value))
        {
            assignment = _current[at.TopicPartition] = assignment.Restarted();
            assignment.Watermark.Taken(at.Offset.Value);
        }

        return assignment;
    }

    /// <summary>Moves the watermarks by what was handed back, and stores them for the next commit.</summary>
    public void StoreDone(IConsumer<byte[], byte[]> consumer)
    {
        while (handBack.TryTake(out var assignment, out var offset))
        {
            var at = new TopicPartition(names.AtBroker(assignment.Topic), assignment.Partition);
            if (_current.GetValueOrDefault(at) == assignment)
            {
                assignment.Watermark.Done(offset);
                _moved.Add(at);
            }
        }

        foreach (var at in _moved)
        {
            if (_current.TryGetValue(at, out var assignment) && assignment.Watermark.TryAdvance(out var commit))
            {
                Store(consumer, new TopicPartitionOffset(at, commit));
            }
        }

        _moved.Clear();
    }

    private static void Store(IConsumer<byte[], byte[]> consumer, TopicPartitionOffset commit)
    {
        try
        {
            consumer.StoreOffset(commit);
        }
        catch (KafkaException e) when (e.Error.Code is ErrorCode.Local_State or ErrorCode.Local_UnknownPartition)
        {
            // The client gave the partition up already; its next owner gets the message again.
        }
    }
}
