using Workflow.ChaosTests.Evidence;

namespace Workflow.ChaosTests.Checks;

/// <summary>R1 for starts by the clock: each due time is decided once, and has one run or none.</summary>
internal static class ScheduleChecks
{
    public static RuleResult Fires(Facts facts)
    {
        var fires = facts.Evidence.Fires;
        var violations = fires.GroupBy(fire => (fire.Schedule, fire.DueAt)).Where(same => same.Count() > 1)
            .Select(same => $"schedule {same.Key.Schedule} decided {same.Count()} times about {same.Key.DueAt:O}")
            .ToList();
        foreach (var schedule in fires.GroupBy(fire => fire.Schedule))
        {
            var ordered = schedule.OrderBy(fire => fire.DueAt).ToList();
            violations.AddRange(ordered.Zip(ordered.Skip(1))
                .Where(pair => pair.Second.DueAt - pair.First.DueAt > pair.First.Every)
                .Select(pair => $"schedule {schedule.Key} decided about nothing between {pair.First.DueAt:O} and "
                    + $"{pair.Second.DueAt:O}"));
        }

        // The end of the load pauses the schedules, so the latest may wait for ever.
        violations.AddRange(fires.Where(fire => fire.Outcome == "failed" || (fire.Outcome == "queued" && fires.Any(
                later => later.Schedule == fire.Schedule && later.DueAt > fire.DueAt && later.Outcome == "started")))
            .Select(fire => $"schedule {fire.Schedule} left {fire.DueAt:O} {fire.Outcome}"));
        return new RuleResult("R1", "due times of schedules, each decided once", fires.Count, violations);
    }

    public static RuleResult Runs(Facts facts)
    {
        var byRun = facts.Evidence.Fires.Where(fire => fire.RunId is not null).ToLookup(fire => fire.RunId!.Value);
        var violations = byRun.Where(same => !facts.Runs.ContainsKey(same.Key))
            .Select(same => $"run {same.Key} of {same.First().DueAt:O} has no row").ToList();
        var runs = facts.Evidence.Runs.Where(run => run.Schedule is not null).ToList();
        violations.AddRange(runs.Where(run => byRun[run.RunId].Count() != 1)
            .Select(run => $"run {run.RunId} belongs to {byRun[run.RunId].Count()} due times"));
        return new RuleResult("R1", "runs of schedules, each of one due time", runs.Count, violations);
    }

    /// <summary>From a due time to the decision about it.</summary>
    public static TimeResult Lateness(Facts facts)
    {
        var away = TakeOverTimes.Disturbances(facts, null).ToList();
        var late = facts.Evidence.Fires.Where(fire => fire is { Outcome: "started", Queues: false })
            .Select(fire => (Outages.Outside(fire.DueAt, fire.DecidedAt, away), $"due at {fire.DueAt:HH:mm:ss}"))
            .ToList();
        return TimeResult.Of("a due time is decided", null, late);
    }
}
