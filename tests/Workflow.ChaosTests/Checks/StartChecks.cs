using Workflow.ChaosTests.Evidence;

namespace Workflow.ChaosTests.Checks;

/// <summary>R1: an accepted start is exactly one row and reaches exactly one end. R2: no end ever changes.</summary>
internal static class StartChecks
{
    /// <summary>Clocks of one machine, read by different programs.</summary>
    private static readonly TimeSpan ClockSlack = TimeSpan.FromMilliseconds(20);

    public static RuleResult Accepted(Facts facts)
    {
        var (violations, cases) = (new List<string>(), 0);
        foreach (var start in facts.Evidence.Starts.Where(start => start.AckedAt is not null))
        {
            cases++;
            if (!facts.Runs.TryGetValue(start.RunId!.Value, out var run))
            {
                violations.Add($"{start.Kind} {start.Number}: run {start.RunId} was accepted and has no row");
            }
            else if (run.Key != start.Key)
            {
                violations.Add($"run {run.RunId} was answered to key {start.Key} and has key {run.Key}");
            }
        }

        violations.AddRange(facts.Evidence.Starts.Where(start => start is { Refusal: not null, IsByMessage: false })
            .Select(start => $"{start.Kind} {start.Number} was refused: {start.Refusal}"));
        violations.AddRange(facts.Evidence.Runs.Where(run => run.Key is not null).GroupBy(run => run.Key)
            .Where(same => same.Count() > 1).Select(same => $"{same.Count()} runs have key {same.Key}"));
        return new RuleResult("R1", "accepted starts with exactly one row", cases, violations);
    }

    public static RuleResult Ended(Facts facts) => new(
        "R1", "runs that have ended", facts.Evidence.Runs.Count,
        [.. facts.Evidence.Runs.Where(run => !run.HasEnded)
            .Select(run => $"run {run.RunId} ({run.Name}, shard {run.Shard}) is still {run.Status}")]);

    public static RuleResult Asked(Facts facts) => new(
        "R1", "runs that somebody asked for", facts.Evidence.Runs.Count,
        [.. facts.Evidence.Runs.Where(run => facts.NatureOf(run) is null)
            .Select(run => $"run {run.RunId} ({run.Name}) was asked for by nobody")]);

    public static RuleResult NotEarly(Facts facts)
    {
        var delayed = facts.Evidence.Runs.Where(run => facts.StartOf(run)?.EarliestStart is not null).ToList();
        return new RuleResult("R1", "delayed runs that began when they should", delayed.Count,
            [.. delayed.Where(run => run.StartedAt < facts.StartOf(run)!.EarliestStart - ClockSlack)
                .Select(run => $"run {run.RunId} began at {run.StartedAt:O}, before its start_at")]);
    }

    public static RuleResult Final(Facts facts)
    {
        var violations = facts.Evidence.RunChanges
            .Where(change => RunChange.IsEnd(change.Before) && change.After != change.Before)
            .Select(change => $"run {change.RunId} was {change.Before} and became {change.After ?? "nothing"}")
            .ToList();
        violations.AddRange(facts.Evidence.RunChanges
            .Where(change => change is { Before: RunChange.Running, After: "PENDING" })
            .Select(change => $"run {change.RunId} went back from RUNNING to PENDING"));
        violations.AddRange(facts.Evidence.RunChanges
            .Where(change => RunChange.IsEnd(change.Before) && change.RevisionAfter != change.RevisionBefore)
            .Select(change => $"run {change.RunId} changed after its end, to revision {change.RevisionAfter}"));
        foreach (var run in facts.Evidence.Runs.Where(run => run.HasEnded))
        {
            if (facts.EndedAt.TryGetValue(run.RunId, out var end) && end.After != run.Status)
            {
                violations.Add($"run {run.RunId} ended {end.After} and its row says {run.Status}");
            }
        }

        return new RuleResult("R2", "end statuses that never changed", facts.EndedAt.Count, violations);
    }
}
