using Workflow.ChaosTests.Evidence;

namespace Workflow.ChaosTests.Checks;

/// <summary>What came of a whole run of the harness.</summary>
internal sealed record Verdict(IReadOnlyList<RuleResult> Rules, IReadOnlyList<TimeResult> Times)
{
    public int Violations => Rules.Sum(rule => rule.Violations.Count);

    public bool IsTimely => !Times.Any(time => time.IsBroken);
}

/// <summary>Judges evidence by the rules. Knows nothing but the evidence.</summary>
internal static class Checker
{
    private static readonly Func<Facts, RuleResult>[] Rules =
    [
        StartChecks.Accepted, StartChecks.Ended, StartChecks.Asked, StartChecks.NotEarly, StartChecks.Final,
        StepChecks.OneCompletion, StepChecks.OneTask, StepChecks.NoCallAfterCommit, OutcomeChecks.Outcomes,
        OutcomeChecks.Steps, OwnerChecks.Writers, OwnerChecks.Epochs, StepChecks.NoCallBeforeCommit,
        StepChecks.NoCallBeforeItsPast, CancelChecks.Final, CancelChecks.Quiet, MessageChecks.Offsets,
        MessageChecks.MessageStarts, MessageChecks.Feeds, MessageChecks.Events, MessageChecks.Letters,
        OutcomeChecks.Poison, OutcomeChecks.NothingOpen, ScheduleChecks.Fires, ScheduleChecks.Runs,
    ];

    private static readonly Func<Facts, TimeResult>[] Times =
    [
        TakeOverTimes.AfterKill, TakeOverTimes.AfterTerminate, TakeOverTimes.UntilBegun, CancelChecks.Aborts,
        ScheduleChecks.Lateness,
    ];

    public static Verdict Judge(ChaosEvidence evidence)
    {
        var facts = new Facts(evidence);
        return new Verdict([.. Rules.Select(rule => rule(facts))], [.. Times.Select(time => time(facts))]);
    }
}
