using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Faults;

namespace Workflow.ChaosTests.Checks;

/// <summary>R7: what was committed at the broker is in the database. R8: live feeds tell everything once and in order.
/// R9: what nobody can read is put aside.</summary>
internal static class MessageChecks
{
    /// <summary>Time within which a message is read, whatever else is broken meanwhile.</summary>
    private static readonly TimeSpan ReadWithin = TimeSpan.FromSeconds(30);

    public static RuleResult Offsets(Facts facts) => new(
        "R7", "partitions with nothing left to read", facts.Evidence.Offsets.Count,
        [.. facts.Evidence.Offsets.Where(row => row.Committed < row.End).Select(row =>
            $"{row.Topic} {row.Partition}: group {row.Group} has committed {row.Committed} of {row.End}")]);

    public static RuleResult MessageStarts(Facts facts)
    {
        var judged = facts.Evidence.Starts
            .Where(start => start is { IsByMessage: true, Place: not null } && IsKept(facts, start.SentAt)).ToList();
        return new RuleResult("R7", "messages that asked for a run and have their row", judged.Count,
            [.. judged.Where(start => !facts.Runs.ContainsKey(start.RunId!.Value))
                .Select(start => $"run {start.RunId}, asked for at {start.Place}, has no row")]);
    }

    public static RuleResult Feeds(Facts facts)
    {
        var violations = new List<string>();
        foreach (var watch in facts.Evidence.Watches)
        {
            // The first frame is the picture; after it each revision comes once.
            var wrong = watch.Revisions.Zip(watch.Revisions.Skip(1))
                .Where((pair, index) => pair.Second != pair.First + 1 && !(index == 0 && IsOver(facts, watch)));
            violations.AddRange(wrong.Select(pair =>
                $"the feed of run {watch.RunId} told revision {pair.Second} after {pair.First}"));
            var last = watch.Revisions.Count == 0 ? -1 : watch.Revisions[^1];
            if (facts.Runs.TryGetValue(watch.RunId, out var run) && run.HasEnded
                && (!watch.HasEnd || last != run.Revision))
            {
                violations.Add($"the feed of run {watch.RunId} stopped at revision {last} of {run.Revision}");
            }
        }

        return new RuleResult(
            "R8", "live feeds without gap, repeat or disorder", facts.Evidence.Watches.Count, violations);
    }

    public static RuleResult Events(Facts facts)
    {
        var violations = new List<string>();
        foreach (var seen in facts.Evidence.Events)
        {
            if (!facts.Runs.TryGetValue(seen.RunId, out var run) || seen.Revision > run.Revision)
            {
                violations.Add(
                    $"an event tells revision {seen.Revision} of run {seen.RunId}, which was never committed");
            }
            else if (RunChange.IsEnd(seen.Status.ToUpperInvariant())
                && (seen.Revision != run.Revision || seen.Status.ToUpperInvariant() != run.Status))
            {
                violations.Add($"an event tells that run {seen.RunId} is {seen.Status}; it is {run.Status}");
            }
        }

        return new RuleResult("R8", "events of what was committed", facts.Evidence.Events.Count, violations);
    }

    public static RuleResult Letters(Facts facts)
    {
        var judged = facts.Evidence.Garbage
            .Where(garbage => garbage.IsStored && IsKept(facts, garbage.SentAt)).ToList();
        return new RuleResult("R9", "unreadable messages that are dead letters", judged.Count,
            [.. judged.Where(garbage => !facts.Evidence.Letters.Any(
                    letter => letter.Contains(garbage.Mark, StringComparison.Ordinal)))
                .Select(garbage => $"{garbage.Mark} was stored in {garbage.Topic} and is no dead letter")]);
    }

    /// <summary>Who comes to a run that has ended gets its picture, then its end: the same revision twice.</summary>
    private static bool IsOver(Facts facts, WatchRecord watch) =>
        facts.Runs.TryGetValue(watch.RunId, out var run) && watch.Revisions is [var first, var second]
        && first == second && second == run.Revision;

    /// <summary>Whether a message had time to be read before the broker lost everything. What came after that is not
    /// judged: clients keep their place in the log that is gone, and may skip the beginning of the new one.</summary>
    private static bool IsKept(Facts facts, DateTimeOffset sentAt) => facts.Evidence.Faults
        .All(record => record.Fault.Kind != FaultKind.MessagesLost || record.Began > sentAt + ReadWithin);
}
