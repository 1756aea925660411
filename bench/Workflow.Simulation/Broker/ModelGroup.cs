using Workflow.Simulation.World;

namespace Workflow.Simulation.Broker;

/// <summary>The coordinator of the consumer group: sessions, and who is assigned what. A partition has one owner at a
/// time in its eyes; what the members believe is another matter.</summary>
internal sealed class ModelGroup(int partitions, TimeSpan session, VirtualClock clock, Chance chance)
{
    private readonly List<Member> _members = [];

    public ModelPartition[] Partitions { get; } =
        [.. Enumerable.Range(0, partitions).Select(number => new ModelPartition(number))];

    public void Add(Member member) => _members.Add(member);

    /// <summary>Time has passed: members that are awake and can reach the broker are heard of, others expire.</summary>
    /// <param name="isAwake">Whether the process runs.</param>
    public void Tick(Func<Member, bool> isAwake)
    {
        var now = clock.Elapsed;
        foreach (var member in _members)
        {
            var isThere = isAwake(member) && !member.IsCut;
            if (member.IsJoined && !isThere && now - member.Beat > session)
            {
                Expel(member);
            }

            // The client ends its session by itself when the broker is silent, and rejoins when it can.
            if (isAwake(member) && !member.IsJoined)
            {
                if (!member.IsToldLost)
                {
                    member.IsToldLost = true;
                    member.Events.Clear();
                    member.Events.Enqueue(new GroupEvent(GroupChange.Lost, -1));
                }

                member.IsJoined = isThere;
            }

            if (isThere)
            {
                member.Beat = now;
            }
        }
    }

    /// <summary>Gives a partition without an owner to somebody. False when there is none to give.</summary>
    public bool Assign()
    {
        var free = Partitions.Where(partition => partition.Owner is null).ToList();
        var joined = _members.Where(member => member.IsJoined).ToList();
        if (free.Count == 0 || joined.Count == 0)
        {
            return false;
        }

        var (given, member) = (chance.Of(free), chance.Of(joined));
        given.Owner = member;
        given.Tenure++;
        member.IsToldLost = false;
        member.Events.Enqueue(new GroupEvent(GroupChange.Assigned, given.Number, given.Tenure));
        return true;
    }

    /// <summary>Asks a member for a partition, for the sake of balance.</summary>
    public bool Revoke()
    {
        var partition = chance.Of(Partitions);
        if (partition.Owner is not { IsJoined: true } member || !member.Returning.Add(partition.Number))
        {
            return false;
        }

        member.Events.Enqueue(new GroupEvent(GroupChange.Revoke, partition.Number));
        return true;
    }

    /// <summary>The member has given a partition back, or leaves.</summary>
    public void Returned(Member member, int partition, int tenure)
    {
        member.Returning.Remove(partition);
        if (Partitions[partition].Owner == member && Partitions[partition].Tenure == tenure)
        {
            Partitions[partition].Owner = null;
        }
    }

    /// <summary>Refused when the partition is not the member's any more.</summary>
    public void Commit(Member member, int partition, int tenure, long offset)
    {
        var at = Partitions[partition];
        if (at.Owner == member && at.Tenure == tenure && !member.IsCut && offset > at.Committed)
        {
            at.Committed = offset;
        }
    }

    public void Leave(Member member)
    {
        Expel(member);
        _members.Remove(member);
    }

    private void Expel(Member member)
    {
        member.IsJoined = false;
        member.Returning.Clear();
        foreach (var partition in Partitions.Where(partition => partition.Owner == member))
        {
            partition.Owner = null;
        }
    }
}
