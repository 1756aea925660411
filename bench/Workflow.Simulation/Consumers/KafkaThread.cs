using Confluent.Kafka;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Simulation.Broker;
using Workflow.Simulation.World;

namespace Workflow.Simulation.Consumers;

/// <summary>The thread that polls, as OwnershipRole and ConsumerThread have it: the product's AssignmentTable and
/// watermarks, told of the group's changes in order.</summary>
internal sealed class KafkaThread
{
    private readonly HandBack _handBack = new();
    private readonly Dictionary<int, long> _positions = [];
    private readonly Dictionary<int, int> _tenures = [];
    private readonly IConsumer<byte[], byte[]> _client = StoredOffsets.New(out _);
    private readonly StoredOffsets _stored;
    private readonly AssignmentTable _table;
    private readonly ModelGroup _group;
    private readonly ShardOwner _owner;
    private readonly VirtualClock _clock;
    private readonly Mutant _mutant;
    private (int Partition, Task Flush, TimeSpan Until)? _revoking;

    public KafkaThread(Member member, ModelGroup group, ShardOwner owner, VirtualClock clock, Mutant mutant)
    {
        (Member, _group, _owner, _clock, _mutant) = (member, group, owner, clock, mutant);
        _stored = (StoredOffsets)(object)_client;
        _table = new AssignmentTable(TopicNames.Default, _handBack);
    }

    public Member Member { get; }

    /// <summary>Whether nothing is assigned, and no revocation is under way.</summary>
    public bool IsEmpty => _table.Current.Count == 0 && _revoking is null;

    /// <summary>What GroupContact.Last says.</summary>
    public long? LastPoll => Member.IsJoined && Member.Events.Count == 0 ? Member.Beat.Ticks : null;

    /// <summary>One turn of the loop. False when there was nothing to do.</summary>
    public bool Poll()
    {
        var did = Turn();
        _table.StoreDone(_client);
        return did;
    }

    /// <summary>The client commits what is stored, now and then.</summary>
    public void Commit()
    {
        foreach (var (partition, offset) in _stored.Offsets)
        {
            _group.Commit(Member, partition, _tenures[partition], offset);
        }
    }

    /// <summary>Gives everything back, as the client does when it closes.</summary>
    public void Close()
    {
        foreach (var assignment in _table.Current)
        {
            Member.Events.Enqueue(new GroupEvent(GroupChange.Revoke, assignment.Partition));
        }
    }

    private bool Turn()
    {
        if (_revoking is { } revoking)
        {
            return EndRevoking(revoking);
        }

        if (Member.Events.TryDequeue(out var change))
        {
            Handle(change);
            return true;
        }

        return !Member.IsCut && Fetch();
    }

    private void Handle(GroupEvent change)
    {
        var at = new TopicPartition(Topics.ExecutionRequests, change.Partition);
        switch (change.Change)
        {
            case GroupChange.Assigned:
                _positions[change.Partition] = _group.Partitions[change.Partition].Committed;
                _tenures[change.Partition] = change.Tenure;
                _stored.Offsets.Remove(change.Partition);
                _owner.Assigned(change.Partition, _table.Add(at));
                break;
            case GroupChange.Revoke when _table.Find(at) is not null:
                _revoking = (change.Partition, _owner.Revoked(change.Partition),
                    _clock.Elapsed + KafkaOptions.Local.RevokeFlush);
                break;
            case GroupChange.Lost:
                foreach (var partition in _table.Current.Select(one => one.Partition).ToList())
                {
                    _table.End(new TopicPartition(Topics.ExecutionRequests, partition));
                    _owner.Lost(partition);
                }

                break;
        }
    }

    /// <summary>The partition is given away when the flush is over, or has taken too long.</summary>
    private bool EndRevoking((int Partition, Task Flush, TimeSpan Until) revoking)
    {
        if (!revoking.Flush.IsCompleted && _clock.Elapsed < revoking.Until)
        {
            return false;
        }

        _table.StoreDone(_client);
        Commit();
        _table.End(new TopicPartition(Topics.ExecutionRequests, revoking.Partition));
        _group.Returned(Member, revoking.Partition, _tenures[revoking.Partition]);
        _revoking = null;
        return true;
    }

    private bool Fetch()
    {
        foreach (var assignment in _table.Current)
        {
            var log = _group.Partitions[assignment.Partition];
            if (_positions[assignment.Partition] < log.End)
            {
                var result = log[_positions[assignment.Partition]++];
                var taken = _table.Take(result.TopicPartitionOffset)!;
                if (_mutant == Mutant.EarlyOffset)
                {
                    taken.Done(result.Offset.Value);
                }

                _owner.Message(taken, new ReceivedMessage(taken.Topic, result));
                return true;
            }
        }

        return false;
    }
}
