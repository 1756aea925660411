using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Reads all partitions of some topics from now on, alone and without committing anything.</summary>
internal sealed class BroadcastRole(
    KafkaOptions options, IReadOnlyList<string> topics, IMessageEvents events, TimeProvider clock, ILogger logger)
    : IConsumerRole
{
    private static readonly TimeSpan AnswerWait = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan AskAgain = TimeSpan.FromSeconds(1);
    private readonly Dictionary<TopicPartition, Offset> _next = [];
    private readonly AssignmentTable _table = new(options.Topics, new HandBack());
    private readonly Listener _listener = new("broadcast", events, logger);
    private readonly TaskCompletionSource _ready = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly HashSet<string> _names = [.. topics.Select(options.Topics.AtBroker)];
    private long? _looked;

    public string Name => "broadcast";

    public Task Ready => _ready.Task;

    public IConsumer<byte[], byte[]> Build()
    {
        var config = ClientConfigs.Consumer(options, $"{options.GroupId}-broadcast-{Guid.NewGuid():n}");
        config.EnableAutoCommit = false;
        return ConsumerClients.New(config, Name, logger).Build();
    }

    public void Begin(IConsumer<byte[], byte[]> consumer)
    {
        _looked = null;
        Assign(consumer, [.. _next.Select(one => new TopicPartitionOffset(one.Key, one.Value))]);
    }

    public void Received(ConsumeResult<byte[], byte[]> result)
    {
        _next[result.TopicPartition] = result.Offset + 1;
        if (_table.Take(result.TopicPartitionOffset) is { } assignment)
        {
            _listener.Message(assignment, new ReceivedMessage(assignment.Topic, result));
        }
    }

    public void Polled(IConsumer<byte[], byte[]> consumer)
    {
        _table.StoreDone(consumer);
        var pause = _ready.Task.IsCompleted ? options.MetadataRefresh : AskAgain;
        if (_looked is not { } looked || clock.GetElapsedTime(looked) > pause)
        {
            Look(consumer);
            _looked = clock.GetTimestamp();
        }

        _listener.Polled();
    }

    public void Ended() => _table.EndAll();

    /// <summary>Assigns partitions that are not yet read: at first from the end, later ones from their
    /// beginning.</summary>
    private void Look(IConsumer<byte[], byte[]> consumer)
    {
        try
        {
            using var admin = new DependentAdminClientBuilder(consumer.Handle).Build();
            var found = admin.GetMetadata(AnswerWait).Topics
                .Where(topic => _names.Contains(topic.Topic) && topic.Partitions.Count > 0)
                .ToList();
            var fresh = found
                .SelectMany(topic => topic.Partitions.Select(one => new TopicPartition(topic.Topic, one.PartitionId)))
                .Where(at => !_next.ContainsKey(at))
                .ToList();
            Assign(consumer, _ready.Task.IsCompleted
                ? fresh.ConvertAll(at => new TopicPartitionOffset(at, Offset.Beginning))
                : Ends(consumer, fresh));
            if (found.Count == _names.Count)
            {
                _ready.TrySetResult();
            }
        }
        catch (KafkaException e) when (!e.Error.IsFatal)
        {
            logger.ConsumerReports(Name, e.Error.Reason);
        }
    }

    /// <summary>Where each log ends now, so that what is sent after <see cref="Ready"/> is certainly read.</summary>
    private static List<TopicPartitionOffset> Ends(IConsumer<byte[], byte[]> consumer, List<TopicPartition> partitions)
    {
        var end = new Timestamp(Offset.End.Value, TimestampType.NotAvailable);
        return partitions.Count == 0 ? [] : consumer.OffsetsForTimes(
            partitions.Select(at => new TopicPartitionTimestamp(at, end)), AnswerWait);
    }

    private void Assign(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> from)
    {
        if (from.Count > 0)
        {
            consumer.IncrementalAssign(from);
            foreach (var at in from)
            {
                _next[at.TopicPartition] = at.Offset;
                _table.Add(at.TopicPartition);
            }
        }
    }
}
