using Workflow.ChaosTests.Evidence;

namespace Workflow.ChaosTests.Checks;

/// <summary>R3: what is committed never runs again. R5: no call comes before what it depends on is committed.</summary>
internal static class StepChecks
{
    public static RuleResult OneCompletion(Facts facts)
    {
        var violations = facts.Evidence.Steps.Where(step => step.Status == RunChange.Completed)
            .GroupBy(step => (step.Place.RunId, step.Place.Path, step.Place.Iteration))
            .Where(same => same.Count() > 1)
            .Select(same => $"step {same.Key} is COMPLETED in {same.Count()} attempts").ToList();
        violations.AddRange(facts.Evidence.StepChanges
            .Where(change => change.Before is RunChange.Completed && change.After != RunChange.Completed)
            .Select(change => $"step {change.Place} was COMPLETED and became {change.After}"));
        violations.AddRange(facts.Evidence.StepChanges.Where(change => change.After == RunChange.Completed)
            .GroupBy(change => change.Place).Where(same => same.Count() > 1)
            .Select(same => $"step {same.Key} was written COMPLETED {same.Count()} times"));
        return new RuleResult("R3", "steps completed once", facts.Evidence.Steps.Count, violations);
    }

    public static RuleResult OneTask(Facts facts)
    {
        var violations = facts.Evidence.StepChanges.Where(change => change.TaskId is not null)
            .GroupBy(change => change.Place)
            .Where(same => same.Select(change => change.TaskId).Distinct().Count() > 1)
            .Select(same => $"step {same.Key} had several task ids").ToList();
        violations.AddRange(facts.Evidence.Calls.Where(call => call.Key != call.TaskId.ToString())
            .Select(call => $"task {call.TaskId} came with the key {call.Key}"));
        violations.AddRange(facts.Evidence.Calls.GroupBy(call => call.TaskId)
            .Where(same => same.Select(call => (call.RunId, call.Step, call.Attempt)).Distinct().Count() > 1)
            .Select(same => $"task {same.Key} was given to several attempts"));
        return new RuleResult("R3", "attempts with one task id", facts.Evidence.Calls.Count, violations);
    }

    public static RuleResult NoCallAfterCommit(Facts facts)
    {
        var committed = ByTask(facts, change => change.After is RunChange.Completed or RunChange.Failed);
        var violations = new List<string>();
        foreach (var call in facts.Evidence.Calls)
        {
            if (committed.TryGetValue(call.TaskId, out var end)
                && Late(facts, end.CommittedAt, call.Began) is var late && late > facts.Evidence.InFlight)
            {
                violations.Add($"task {call.TaskId} ({end.Place}) was called {late.TotalSeconds:0.00} s after it was "
                    + $"committed {end.After}");
            }
        }

        return new RuleResult("R3", "calls of steps that had not ended", facts.Evidence.Calls.Count, violations);
    }

    public static RuleResult NoCallBeforeCommit(Facts facts)
    {
        var begun = ByTask(facts, change => change.After == RunChange.Running);
        var violations = new List<string>();
        foreach (var call in facts.Evidence.Calls)
        {
            if (!begun.TryGetValue(call.TaskId, out var begin))
            {
                violations.Add($"task {call.TaskId} of run {call.RunId} was called and no step has it");
            }
            else if (call.Began < begin.CommittedAt)
            {
                violations.Add($"task {call.TaskId} ({begin.Place}) was called "
                    + $"{(begin.CommittedAt - call.Began).TotalMilliseconds:0.0} ms before it was committed");
            }
        }

        return new RuleResult("R5", "calls after the commit of their step", facts.Evidence.Calls.Count, violations);
    }

    /// <summary>In runs whose calls come one after the other: what came before a call was committed.</summary>
    public static RuleResult NoCallBeforeItsPast(Facts facts)
    {
        var completed = facts.Evidence.StepChanges.Where(change => change.After == RunChange.Completed)
            .GroupBy(change => (change.Place.RunId, change.Step))
            .ToDictionary(same => same.Key, same => same.Min(change => change.CommittedAt));
        var (violations, cases) = (new List<string>(), 0);
        foreach (var call in facts.Evidence.Calls.Where(call => call.Step is ['b' or 'c' or 'd']))
        {
            cases++;
            var before = ((char)(call.Step[0] - 1)).ToString();
            if (!completed.TryGetValue((call.RunId, before), out var at) || at > call.Began)
            {
                violations.Add($"run {call.RunId}: {call.Step} was called before {before} was committed");
            }
        }

        return new RuleResult("R5", "calls after the commit of the step before", cases, violations);
    }

    /// <summary>How late a moment is after another, time in which the bridge was frozen not counted.</summary>
    public static TimeSpan Late(Facts facts, DateTimeOffset after, DateTimeOffset moment) =>
        moment <= after ? TimeSpan.Zero : Outages.Outside(after, moment, facts.Outages.BridgeFrozen);

    private static Dictionary<Guid, StepChange> ByTask(Facts facts, Func<StepChange, bool> which) =>
        facts.Evidence.StepChanges.Where(change => change.TaskId is not null && which(change))
            .GroupBy(change => change.TaskId!.Value).ToDictionary(same => same.Key, same => same.First());
}
