using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Member of a group that shares one topic, where it does not matter who reads which partition.</summary>
internal sealed class GroupRole(
    KafkaOptions options, string topic, string groupId, IMessageEvents events, ILogger logger, int? openMax)
    : IConsumerRole
{
    private readonly AssignmentTable _table = new(options.Topics, new HandBack());
    private readonly Listener _listener = new(groupId, events, logger);

    private bool _isHeld;
    private bool _isNew;

    public string Name => groupId;

    public IConsumer<byte[], byte[]> Build() =>
        ConsumerClients.New(ClientConfigs.Consumer(options, groupId), Name, logger)
            .SetPartitionsAssignedHandler((_, partitions) =>
            {
                partitions.ForEach(at => _table.Add(at));
                _isNew = true;
            })
            .SetPartitionsRevokedHandler((consumer, partitions) =>
            {
                _table.StoreDone(consumer);
                partitions.ForEach(at => _table.End(at.TopicPartition));
            })
            .SetPartitionsLostHandler((_, partitions) => partitions.ForEach(at => _table.End(at.TopicPartition)))
            .Build();

    public void Begin(IConsumer<byte[], byte[]> consumer) => consumer.Subscribe(options.Topics.AtBroker(topic));

    public void Received(ConsumeResult<byte[], byte[]> result)
    {
        if (_table.Take(result.TopicPartitionOffset) is { } assignment)
        {
            _listener.Message(assignment, new ReceivedMessage(assignment.Topic, result));
        }
    }

    public void Polled(IConsumer<byte[], byte[]> consumer)
    {
        _table.StoreDone(consumer);
        Throttle(consumer);
        _listener.Polled();
    }

    public void Ended()
    {
        _table.EndAll();
        _isHeld = false;
    }

    /// <summary>Takes nothing more while too much is open, and goes on at half of it: pausing drops what was
    /// fetched.</summary>
    private void Throttle(IConsumer<byte[], byte[]> consumer)
    {
        if (openMax is not { } max)
        {
            return;
        }

        var open = _table.Current.Sum(assignment => assignment.Watermark.Open);
        if (open >= max && (!_isHeld || _isNew))
        {
            consumer.Pause(consumer.Assignment);
            _isHeld = true;
        }
        else if (_isHeld && open <= max / 2)
        {
            consumer.Resume(consumer.Assignment);
            _isHeld = false;
        }
        else if (_isHeld && _isNew)
        {
            consumer.Pause(consumer.Assignment);
        }

        _isNew = false;
    }
}
