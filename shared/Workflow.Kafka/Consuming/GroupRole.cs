using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Member of a group that shares one topic, where it does not matter who reads which partition.</summary>
internal sealed class GroupRole(
    KafkaOptions options, string topic, string groupId, IMessageEvents events, ILogger logger) : IConsumerRole
{
    private readonly AssignmentTable _table = new(options.Topics, new HandBack());
    private readonly Listener _listener = new(groupId, events, logger);

    public string Name => groupId;

    public IConsumer<byte[], byte[]> Build() =>
        ConsumerClients.New(ClientConfigs.Consumer(options, groupId), Name, logger)
            .SetPartitionsAssignedHandler((_, partitions) => partitions.ForEach(at => _table.Add(at)))
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
        _listener.Polled();
    }

    public void Ended() => _table.EndAll();
}
