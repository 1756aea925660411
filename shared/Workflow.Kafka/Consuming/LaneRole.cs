using System.Collections.Concurrent;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>Reads the owner lanes of exactly the shards it was told to, without being a member of any group.</summary>
internal sealed class LaneRole(KafkaOptions options, IMessageEvents events, ILogger logger) : IConsumerRole
{
    private readonly ConcurrentQueue<(int Shard, bool Own)> _commands = new();
    private readonly HashSet<int> _owned = [];
    private readonly AssignmentTable _table = new(options.Topics, new HandBack());
    private readonly Listener _listener = new("lanes", events, logger);

    public string Name => "lanes";

    public void Command(int shard, bool own) => _commands.Enqueue((shard, own));

    public IConsumer<byte[], byte[]> Build() =>
        ConsumerClients.New(ClientConfigs.Consumer(options, options.LanesGroupId), Name, logger).Build();

    public void Begin(IConsumer<byte[], byte[]> consumer)
    {
        foreach (var shard in _owned)
        {
            Assign(consumer, shard);
        }
    }

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
        while (_commands.TryDequeue(out var command))
        {
            if (command.Own && _owned.Add(command.Shard))
            {
                Assign(consumer, command.Shard);
            }
            else if (!command.Own && _owned.Remove(command.Shard))
            {
                Unassign(consumer, command.Shard);
            }
        }

        _listener.Polled();
    }

    public void Ended() => _table.EndAll();

    private List<TopicPartition> Lanes(int shard) =>
        [.. Topics.OwnerLanes.Select(topic => new TopicPartition(options.Topics.AtBroker(topic), shard))];

    private void Assign(IConsumer<byte[], byte[]> consumer, int shard)
    {
        var lanes = Lanes(shard);
        lanes.ForEach(at => _table.Add(at));
        consumer.IncrementalAssign(lanes);
        logger.LanesOwned(shard);
    }

    private void Unassign(IConsumer<byte[], byte[]> consumer, int shard)
    {
        var lanes = Lanes(shard);
        lanes.ForEach(_table.End);
        consumer.IncrementalUnassign(lanes);
        logger.LanesDisowned(shard);
    }
}
