using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Faults;
using Workflow.ChaosTests.Platform;

namespace Workflow.ChaosTests.Checks;

/// <summary>How long shards and runs wait for somebody who carries them on. Time in which nobody could is not
/// counted: the database or the broker was away, or a consumer was on its way into the group, or another one out of
/// it.</summary>
internal static class TakeOverTimes
{
    public static readonly TimeSpan Session = TimeSpan.FromSeconds(2.5);

    private static readonly TimeSpan KillBound = Session + TimeSpan.FromSeconds(2);
    private static readonly TimeSpan TerminateBound = TimeSpan.FromSeconds(2);
    private static readonly TimeSpan StartBound = TimeSpan.FromSeconds(10);

    /// <summary>How long clients may take to find a server that is back.</summary>
    private static readonly TimeSpan Reconnect = TimeSpan.FromSeconds(1);

    public static TimeResult AfterKill(Facts facts) =>
        Of(facts, FaultKind.Kill, "take-over after SIGKILL", KillBound);

    public static TimeResult AfterTerminate(Facts facts) =>
        Of(facts, FaultKind.Terminate, "hand-over after SIGTERM", TerminateBound);

    /// <summary>From the commit of an accepted start to the commit that begins or ends it: also what the sweep
    /// found. Runs that an owner died on wait for their turn alone, and are left out.</summary>
    public static TimeResult UntilBegun(Facts facts)
    {
        var away = Disturbances(facts, null).ToList();
        var changes = facts.Evidence.RunChanges.ToLookup(change => change.RunId);
        var shards = facts.Evidence.ShardChanges.ToLookup(change => change.Shard);
        var cases = new List<(TimeSpan, string)>();
        foreach (var run in facts.Evidence.Runs.Where(run => run.Key is not null))
        {
            var born = changes[run.RunId].FirstOrDefault(change => change.Before is null);
            var begun = changes[run.RunId].FirstOrDefault(
                change => change is { Before: "PENDING" } && change.After != change.Before);
            if (born is null || begun is null || HasLostItsOwner(shards[run.Shard], born, begun)
                || facts.StartOf(run)?.EarliestStart is not null
                || changes[run.RunId].Any(change => change is { Before: "PENDING", After: "PENDING" }))
            {
                continue;
            }

            cases.Add((Outages.Outside(born.CommittedAt, begun.CommittedAt, away), $"run {run.RunId}"));
        }

        return TimeResult.Of("an accepted run begins (sweep included)", StartBound, cases);
    }

    /// <summary>Whether the shard was taken from an owner that had not let go of it, while the run waited.</summary>
    private static bool HasLostItsOwner(IEnumerable<ShardChange> shard, RunChange born, RunChange begun) => shard.Any(
        change => change.CommittedAt > born.CommittedAt && change.CommittedAt < begun.CommittedAt
            && change.OwnerBefore is not null && change.Owner is not null && change.Owner != change.OwnerBefore);

    private static TimeResult Of(Facts facts, FaultKind kind, string what, TimeSpan bound)
    {
        var shards = facts.Evidence.ShardChanges.GroupBy(change => change.Shard)
            .Select(shard => shard.OrderBy(change => change.Order).ToList()).ToList();
        var cases = new List<(TimeSpan, string)>();
        foreach (var fault in facts.Evidence.Faults.Where(record => record.Fault.Kind == kind && IsConsumer(record)))
        {
            var away = Disturbances(facts, fault).ToList();
            foreach (var changes in shards)
            {
                if (TakenAfter(changes, fault) is { } taken)
                {
                    cases.Add((
                        Outages.Outside(fault.Began, taken.CommittedAt, away),
                        $"fault at {fault.Began:HH:mm:ss.fff}, shard {taken.Shard}"));
                }
            }
        }

        return TimeResult.Of(what, bound, cases);
    }

    /// <summary>The take-over of a shard that the fault's victim had; null when it had not, or nobody came.</summary>
    private static ShardChange? TakenAfter(List<ShardChange> changes, FaultRecord fault)
    {
        var last = changes.FindLastIndex(change => change.CommittedAt <= fault.Began);
        return last >= 0 && changes[last].Owner == fault.Victim
            ? changes.Skip(last + 1).FirstOrDefault(change => change.Owner is not null && change.Owner != fault.Victim)
            : null;
    }

    /// <summary>When nobody could own a shard, for reasons other than the fault itself.</summary>
    public static IEnumerable<Stretch> Disturbances(Facts facts, FaultRecord? own)
    {
        if (own is not null)
        {
            yield return new Stretch(own.Ended, own.Ended + Session);
        }

        foreach (var record in facts.Evidence.Faults.Where(record => record != own))
        {
            if (record.Fault.Target is Fault.Database or Fault.Broker)
            {
                yield return new Stretch(record.Began, record.Ended + Reconnect);
            }
            else if (IsConsumer(record))
            {
                yield return new Stretch(record.Began, record.Ended + Session);
            }
        }
    }

    private static bool IsConsumer(FaultRecord record) =>
        record.Fault.Target.StartsWith(Fleet.ConsumerPrefix, StringComparison.Ordinal);
}
