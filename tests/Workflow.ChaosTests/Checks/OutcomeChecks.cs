using System.Text.Json.Nodes;
using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Load;

namespace Workflow.ChaosTests.Checks;

/// <summary>R3, seen from the outside: every run came to what its definition says, by the steps that it
/// demands.</summary>
internal static class OutcomeChecks
{
    public static RuleResult Outcomes(Facts facts)
    {
        var (violations, cases) = (new List<string>(), 0);
        foreach (var run in facts.Evidence.Runs.Where(run => run.HasEnded))
        {
            if (facts.NatureOf(run) is { } nature)
            {
                cases++;
                if (Wrong(facts, run, nature.Kind, nature.Number, nature.IsRepeat) is { } wrong)
                {
                    violations.Add($"run {run.RunId} ({nature.Kind.Name} {nature.Number}): {wrong}");
                }
            }
        }

        return new RuleResult("R3", "ends and outputs as the definition says", cases, violations);
    }

    /// <summary>R9: only who brings its owners down fails for it.</summary>
    public static RuleResult Poison(Facts facts)
    {
        var recovered = facts.Evidence.Runs
            .Select(run => (Run: run, IsPoison: facts.NatureOf(run)?.Kind.IsPoison == true))
            .Where(one => one.IsPoison || one.Run.Recoveries > 0).ToList();
        return new RuleResult("R9", "runs whose owners died, told innocent or poison", recovered.Count,
            [.. recovered.Where(one => one.IsPoison != IsCalledPoison(one.Run)).Select(one =>
                $"run {one.Run.RunId} ({one.Run.Name}) is {one.Run.Status}: {one.Run.ErrorMessage}")]);
    }

    public static RuleResult Steps(Facts facts)
    {
        var steps = facts.Evidence.Steps.ToLookup(step => step.Place.RunId);
        var (violations, cases) = (new List<string>(), 0);
        foreach (var run in facts.Evidence.Runs.Where(run => run.Status == RunChange.Completed))
        {
            if (facts.NatureOf(run) is not { } nature)
            {
                continue;
            }

            cases++;
            foreach (var (name, wanted) in nature.Kind.Steps)
            {
                var found = steps[run.RunId].Count(step => step.Step == name && step.Status == RunChange.Completed);
                if (found != wanted)
                {
                    violations.Add(
                        $"run {run.RunId} ({nature.Kind.Name}): {name} completed {found} times instead of {wanted}");
                }
            }
        }

        return new RuleResult("R3", "completed runs with exactly their steps", cases, violations);
    }

    /// <summary>Nothing of a run goes on after its end.</summary>
    public static RuleResult NothingOpen(Facts facts)
    {
        var ended = facts.Evidence.Runs.Where(run => run.HasEnded).ToDictionary(run => run.RunId);
        return new RuleResult("R3", "ended runs without an open step", ended.Count,
            [.. facts.Evidence.Steps.Where(step => step.Status is (RunChange.Running or "PENDING")
                    && ended.ContainsKey(step.Place.RunId))
                .Select(step => $"run {step.Place.RunId} is {ended[step.Place.RunId].Status} and its step "
                    + $"{step.Place.Path} is {step.Status}")]);
    }

    private static bool IsCalledPoison(RunRow run) =>
        run.ErrorMessage?.Contains("poison", StringComparison.Ordinal) == true;

    private static string? Wrong(Facts facts, RunRow run, LoadKind kind, int number, bool isRepeat)
    {
        if (run.Status == RunChange.Cancelled)
        {
            return facts.IsCancelExplained(run) ? null : "it was cancelled and nobody asked for that";
        }

        var mustFail = kind.Output is null || (kind.Verb == LoadVerb.RetryWhenFailed && !isRepeat);
        if (mustFail)
        {
            return run.Status == RunChange.Failed ? null : $"it had to fail and is {run.Status}";
        }

        if (run.Status != RunChange.Completed)
        {
            return $"it had to complete and is {run.Status}: {run.ErrorMessage}";
        }

        var wanted = kind.Output!(number);
        return run.Output is not null && JsonNode.DeepEquals(JsonNode.Parse(run.Output), wanted)
            ? null : $"its output is {run.Output} instead of {wanted.ToJsonString()}";
    }
}
