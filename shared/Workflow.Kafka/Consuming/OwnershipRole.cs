using Confluent.Kafka;
using Microsoft.Extensions.Logging;
using Workflow.Model;

namespace Workflow.Kafka;

/// <summary>Member of the group that shares the request topic.</summary>
internal sealed class OwnershipRole(
    KafkaOptions options, IPartitionEvents events, GroupContact contact, TimeProvider clock, ILogger logger)
    : IConsumerRole
{
    private readonly HandBack _handBack = new();
    private readonly Listener _listener = new("ownership", events, logger);
    private volatile bool _isOut = true;
    private bool _isSubscribed;

    public string Name => "ownership";

    /// <summary>Whether to be a member of the group. Thread-safe; followed after the next poll.</summary>
    public volatile bool IsWanted = true;

    /// <summary>Whether we are no member, and everything that was assigned is given back. Thread-safe.</summary>
    public bool IsOut => _isOut;

    private AssignmentTable Table { get => field ??= new AssignmentTable(options.Topics, _handBack); }

    public IConsumer<byte[], byte[]> Build()
    {
        var config = ClientConfigs.Consumer(options, options.GroupId);
        config.StatisticsIntervalMs = ClientConfigs.Ms(GroupContact.Interval(options));
        contact.Born();
        return ConsumerClients.New(config, Name, logger)
            .SetStatisticsHandler((_, statistics) => contact.Report(statistics))
            .SetPartitionsAssignedHandler((_, partitions) => Assigned(partitions))
            .SetPartitionsRevokedHandler((consumer, partitions) => Revoked(consumer, partitions))
            .SetPartitionsLostHandler((_, partitions) => Lost(partitions))
            .Build();
    }

    public void Begin(IConsumer<byte[], byte[]> consumer)
    {
        _isSubscribed = false;
        Follow(consumer);
    }

    public void Received(ConsumeResult<byte[], byte[]> result)
    {
        if (Table.Take(result.TopicPartitionOffset) is { } assignment)
        {
            _listener.Message(assignment, new ReceivedMessage(assignment.Topic, result));
        }
    }

    public void Polled(IConsumer<byte[], byte[]> consumer)
    {
        contact.Tick();
        Table.StoreDone(consumer);
        Follow(consumer);
        _listener.Polled();
    }

    public void Ended()
    {
        contact.Lost();
        EndLost([.. Table.Current.Select(one => one.Partition)]);
    }

    /// <summary>Joins or leaves as is wanted. To leave is to have everything revoked, within the polls that
    /// follow.</summary>
    private void Follow(IConsumer<byte[], byte[]> consumer)
    {
        if (IsWanted && !_isSubscribed)
        {
            _isOut = false;
            _isSubscribed = true;
            consumer.Subscribe(options.Topics.AtBroker(Topics.ExecutionRequests));
        }
        else if (!IsWanted && _isSubscribed)
        {
            _isSubscribed = false;
            consumer.Unsubscribe();
        }
        else if (!_isSubscribed && !_isOut && !Table.Current.Any())
        {
            contact.Lost();
            _isOut = true;
        }
    }

    private void Assigned(List<TopicPartition> partitions)
    {
        logger.PartitionsAssigned(ConsumerClients.Text(partitions));
        foreach (var at in partitions)
        {
            var assignment = Table.Add(at);
            _listener.Try(() => events.Assigned(at.Partition.Value, assignment), nameof(Assigned));
        }
    }

    /// <summary>Runs inside Consume and holds up the whole group's rebalance, so it waits only so long.</summary>
    private void Revoked(IConsumer<byte[], byte[]> consumer, List<TopicPartitionOffset> partitions)
    {
        logger.PartitionsRevoked(ConsumerClients.Text(partitions.Select(at => at.TopicPartition)));
        var flushes = new List<Task>(partitions.Count);
        foreach (var at in partitions)
        {
            _listener.Try(() => flushes.Add(events.Revoked(at.Partition.Value)), nameof(Revoked));
        }

        var flush = Task.WhenAll(flushes);
        var began = clock.GetTimestamp();
        while (!flush.IsCompleted)
        {
            var left = options.RevokeFlush - clock.GetElapsedTime(began);
            if (left <= TimeSpan.Zero)
            {
                logger.RevokeFlushLate(options.RevokeFlush.TotalMilliseconds);
                break;
            }

            _handBack.Wait(flush, left);
            Table.StoreDone(consumer);
        }

        Table.StoreDone(consumer);
        partitions.ForEach(at => Table.End(at.TopicPartition));
        if (flush.IsFaulted)
        {
            logger.ListenerFailed(flush.Exception, Name, nameof(Revoked));
        }
    }

    private void Lost(List<TopicPartitionOffset> partitions)
    {
        contact.Lost();
        logger.PartitionsLost(ConsumerClients.Text(partitions.Select(at => at.TopicPartition)));
        EndLost(partitions.ConvertAll(at => at.Partition.Value));
    }

    private void EndLost(List<int> partitions)
    {
        foreach (var partition in partitions)
        {
            Table.End(new TopicPartition(options.Topics.AtBroker(Topics.ExecutionRequests), partition));
            _listener.Try(() => events.Lost(partition), nameof(Lost));
        }
    }
}
