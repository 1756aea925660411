using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Load;

namespace Workflow.ChaosTests.Checks;

/// <summary>R6: an acknowledged cancellation is final, and nothing of the run happens after it.</summary>
internal static class CancelChecks
{
    private static readonly TimeSpan AbortBound = TimeSpan.FromSeconds(10);

    public static RuleResult Final(Facts facts)
    {
        var cancels = facts.Evidence.Verbs
            .Where(verb => verb is { Verb: VerbRecord.Cancel, AckedAt: not null }).ToList();
        return new RuleResult("R6", "answered cancellations that were final with the answer", cancels.Count,
            [.. cancels.Select(cancel => Wrong(facts, cancel)).OfType<string>()]);
    }

    public static RuleResult Quiet(Facts facts)
    {
        var cancelled = CancelledAt(facts);
        var violations = facts.Evidence.Calls
            .Where(call => cancelled.TryGetValue(call.RunId, out var at)
                && StepChecks.Late(facts, at, call.Began) > facts.Evidence.InFlight)
            .Select(call => $"run {call.RunId}: {call.Step} was called "
                + $"{(call.Began - cancelled[call.RunId]).TotalSeconds:0.00} s after the run was CANCELLED").ToList();
        violations.AddRange(facts.Evidence.StepChanges
            .Where(change => cancelled.TryGetValue(change.Place.RunId, out var at) && change.CommittedAt > at)
            .Select(change => $"step {change.Place} became {change.After} after the run was CANCELLED"));
        violations.AddRange(facts.Evidence.Steps
            .Where(step => cancelled.ContainsKey(step.Place.RunId) && step.Status is (RunChange.Running or "PENDING"))
            .Select(step => $"step {step.Place} of a CANCELLED run is {step.Status}"));
        return new RuleResult("R6", "cancelled runs in which nothing happened any more", cancelled.Count, violations);
    }

    /// <summary>How long a call went on that was broken off because its run was cancelled.</summary>
    public static TimeResult Aborts(Facts facts)
    {
        var cancelled = CancelledAt(facts);
        var away = facts.Outages.Database.Concat(facts.Outages.Broker).Concat(facts.Outages.BridgeFrozen).ToList();
        var aborts = facts.Evidence.Calls
            .Where(call => call is { Outcome: AgentCall.Aborted, Ended: not null }
                && cancelled.TryGetValue(call.RunId, out var at) && call.Began < at && call.Ended > at)
            .Select(call => (
                Outages.Outside(cancelled[call.RunId], call.Ended!.Value, away), $"run {call.RunId}")).ToList();
        return TimeResult.Of("cancel: a call in flight is broken off", AbortBound, aborts);
    }

    private static string? Wrong(Facts facts, VerbRecord cancel)
    {
        if (!facts.EndedAt.TryGetValue(cancel.RunId, out var end))
        {
            return $"run {cancel.RunId} was answered {cancel.Status} and has no end";
        }

        return cancel.Status switch
        {
            200 when end.After != RunChange.Cancelled => $"run {cancel.RunId} was cancelled and is {end.After}",
            not (200 or 409) => $"run {cancel.RunId}: the cancellation was answered {cancel.Status}",
            _ when end.CommittedAt > cancel.AckedAt =>
                $"run {cancel.RunId} ended {(end.CommittedAt - cancel.AckedAt.Value).TotalMilliseconds:0} ms after "
                + "the cancellation was answered",
            _ => null,
        };
    }

    private static Dictionary<Guid, DateTimeOffset> CancelledAt(Facts facts) => facts.EndedAt
        .Where(end => end.Value.After == RunChange.Cancelled)
        .ToDictionary(end => end.Key, end => end.Value.CommittedAt);
}
