using Workflow.ChaosTests.Agents;
using Workflow.ChaosTests.Checks;
using Workflow.ChaosTests.Evidence;
using Workflow.ChaosTests.Faults;
using Workflow.ChaosTests.Load;
using Xunit;
using static Workflow.ChaosTests.Proof.Fabricated;

namespace Workflow.ChaosTests.Proof;

/// <summary>The checker finds every breach of a rule in evidence that was made up, and none where there is
/// none.</summary>
public sealed class CheckerTests
{
    [Fact]
    public void Judge_WhenNothingIsWrong_FindsNothing()
    {
        var verdict = Checker.Judge(Good());

        Assert.Empty(verdict.Rules.SelectMany(rule => rule.Violations));
        Assert.True(verdict.IsTimely);
    }

    [Fact]
    public void R1_Judge_WhenAnAcceptedRunHasNoRow_FindsIt() => AssertFound(
        "R1", "has no row", good => good with { Runs = Without(good.Runs, Short) });

    [Fact]
    public void R1_Judge_WhenAKeyHasTwoRuns_FindsIt() => AssertFound("R1", "runs have key chaos-1", good => good with
    {
        Runs = [.. good.Runs, good.Runs[0] with { RunId = Id(99) }],
    });

    [Fact]
    public void R1_Judge_WhenARunIsStuck_FindsIt() => AssertFound("R1", "still RUNNING", good => good with
    {
        Runs = Changed(good.Runs, Long, run => run with { Status = "RUNNING" }),
    });

    [Fact]
    public void R1_Judge_WhenNobodyAskedForARun_FindsIt() => AssertFound("R1", "asked for by nobody", good => good with
    {
        Runs = [.. good.Runs, good.Runs[0] with { RunId = Id(99), Key = "other" }],
    });

    [Fact]
    public void R1_Judge_WhenADelayedRunBeginsEarly_FindsIt() => AssertFound("R1", "before its start_at", good =>
        good with { Starts = [good.Starts[0] with { EarliestStart = At(1.5) }, .. good.Starts.Skip(1)] });

    [Fact]
    public void R1_Judge_WhenADueTimeIsLeftOut_FindsIt() => AssertFound("R1", "decided about nothing", good =>
        good with { Fires = [good.Fires[0], good.Fires[1] with { DueAt = At(6) }] });

    [Fact]
    public void R1_Judge_WhenADueTimeIsDecidedTwice_FindsIt() => AssertFound("R1", "decided 2 times", good =>
        good with { Fires = [.. good.Fires, good.Fires[1]] });

    [Fact]
    public void R1_Judge_WhenTwoDueTimesHaveOneRun_FindsIt() => AssertFound("R1", "belongs to 2 due times", good =>
        good with
        {
            Runs = [.. good.Runs, good.Runs[1] with { RunId = Id(61), Key = null, Schedule = Id(60), Name = "timed" }],
            Fires = [.. good.Fires.Select(fire => fire with { Outcome = "started", RunId = Id(61) })],
        });

    [Theory]
    [InlineData("FAILED", "was COMPLETED and became FAILED")]
    [InlineData(null, "was COMPLETED and became nothing")]
    public void R2_Judge_WhenAnEndStatusChanges_FindsIt(string? after, string what) => AssertFound("R2", what, good =>
        good with { RunChanges = [.. good.RunChanges, Change(90, Short, "COMPLETED", after, 2, 2, 9)] });

    [Fact]
    public void R2_Judge_WhenARunChangesAfterItsEnd_FindsIt() => AssertFound("R2", "changed after its end", good =>
        good with { RunChanges = [.. good.RunChanges, Change(90, Short, "COMPLETED", "COMPLETED", 2, 3, 9)] });

    [Fact]
    public void R3_Judge_WhenAStepIsCompletedInTwoAttempts_FindsIt() => AssertFound("R3", "in 2 attempts", good =>
        good with { Steps = [.. good.Steps, Step(Long, "a", Id(50), attempt: 2)] });

    [Fact]
    public void R3_Judge_WhenACompletedStepIsWrittenAgain_FindsIt() => AssertFound(
        "R3", "written COMPLETED 2", good => good with
        {
            StepChanges =
                [.. good.StepChanges, Fabricated.Changed(Step(Long, "a", CallTask), "COMPLETED", "COMPLETED", 3.5)],
        });

    [Fact]
    public void R3_Judge_WhenAStepIsCalledAfterItsCommit_FindsIt() => AssertFound(
        "R3", "after it was committed", good => good with
        {
            Calls = [.. good.Calls, Call(CallTask, Long, 4.5, 4.6, AgentCall.Answered)],
        });

    [Fact]
    public void R3_Judge_WhenTheBridgeWasFrozenOnItsWayToTheAgent_FindsNothing()
    {
        var good = Good();

        var verdict = Checker.Judge(good with
        {
            Calls = [.. good.Calls, Call(CallTask, Long, 9.5, 9.6, AgentCall.Answered)],
            Faults = [Fault(FaultKind.Freeze, "bridge", 2.9, 9.4)],
        });

        Assert.Empty(verdict.Rules.SelectMany(rule => rule.Violations));
    }

    [Fact]
    public void R3_Judge_WhenAnAttemptIsSentUnderAnotherTaskId_FindsIt() => AssertFound(
        "R3", "several task ids", good => good with
        {
            StepChanges = [.. good.StepChanges, Fabricated.Changed(Step(Long, "a", Id(50)), null, "RUNNING", 2)],
        });

    [Fact]
    public void R3_Judge_WhenTheKeyIsNotTheTaskId_FindsIt() => AssertFound("R3", "came with the key", good => good with
    {
        Calls = [good.Calls[0] with { Key = "other" }, .. good.Calls.Skip(1)],
    });

    [Fact]
    public void R3_Judge_WhenAnOutputIsNotWhatTheDefinitionSays_FindsIt() => AssertFound("R3", "instead of", good =>
        good with { Runs = Changed(good.Runs, Long, run => run with { Output = """{"n":2,"a":22}""" }) });

    [Fact]
    public void R3_Judge_WhenARunEndsOtherwiseThanItMust_FindsIt() => AssertFound("R3", "had to complete", good =>
        good with { Runs = Changed(good.Runs, Short, run => run with { Status = "FAILED" }) });

    [Fact]
    public void R3_Judge_WhenAnEndedRunHasAnOpenStep_FindsIt() => AssertFound("R3", "try-a is RUNNING", good =>
        good with { Steps = [.. good.Steps.Select(step =>
            step.Step == "try-a" ? step with { Status = "RUNNING" } : step)] });

    [Fact]
    public void R3_Judge_WhenAStepIsMissing_FindsIt() => AssertFound("R3", "two completed 0 times", good =>
        good with { Steps = [.. good.Steps.Where(step => step.Step != "two")] });

    [Fact]
    public void R4_Judge_WhenSomebodyElseAdvancesARun_FindsIt() => AssertFound("R4", "consumer-2.1", good => good with
    {
        RunChanges = [.. good.RunChanges.Select(change =>
            change.Order == 5 ? change with { Writer = "consumer-2.1" } : change)],
    });

    [Fact]
    public void R4_Judge_WhenAnEpochIsSkipped_FindsIt() => AssertFound("R4", "from epoch 1 to 3", good => good with
    {
        ShardChanges = [.. good.ShardChanges, Taken(2, 3, "consumer-2.1", Owner, 5)],
    });

    [Fact]
    public void R4_Judge_WhenATakeKeepsTheEpoch_FindsIt() => AssertFound("R4", "from epoch 1 to 1", good => good with
    {
        ShardChanges = [.. good.ShardChanges, Taken(2, 1, "consumer-2.1", Owner, 5) with { Token = Id(999) }],
    });

    [Fact]
    public void R4_Judge_WhenAReleaseDrawsAToken_FindsNothing()
    {
        var good = Good();
        var released = Taken(2, 1, null, Owner, 30) with { Token = Id(999) };
        var taken = Taken(3, 2, "consumer-2.1", null, 31);

        Assert.Equal(0, Checker.Judge(good with { ShardChanges = [.. good.ShardChanges, released, taken] }).Violations);
    }

    [Fact]
    public void R5_Judge_WhenACallComesBeforeItsStepIsCommitted_FindsIt() => AssertFound("R5", "before it was", good =>
        good with { Calls = [good.Calls[0] with { Began = At(0.5) }, .. good.Calls.Skip(1)] });

    [Fact]
    public void R5_Judge_WhenACallHasNoStep_FindsIt() => AssertFound("R5", "no step has it", good =>
        good with { Calls = [.. good.Calls, Call(Id(77), Long, 2, 3, AgentCall.Answered)] });

    [Fact]
    public void R5_Judge_WhenTheStepBeforeIsNotCommitted_FindsIt() => AssertFound("R5", "b was called before a", good =>
    {
        var step = Step(Long, "b", Id(50));
        return good with
        {
            Calls = [.. good.Calls, Call(Id(50), Long, 2.5, 2.6, AgentCall.Answered) with { Step = "b" }],
            StepChanges = [.. good.StepChanges, Fabricated.Changed(step, null, "RUNNING", 2)],
        };
    });

    [Fact]
    public void R6_Judge_WhenACancelledRunCompletes_FindsIt() => AssertFound("R6", "was cancelled and is COMPLETED",
        good => good with
        {
            RunChanges = [.. good.RunChanges.Select(change =>
                change.Order == 8 ? change with { After = "COMPLETED" } : change)],
        });

    [Fact]
    public void R6_Judge_WhenTheCancellationIsCommittedAfterTheAnswer_FindsIt() => AssertFound("R6", "ms after", good =>
        good with { Verbs = [good.Verbs[0] with { AckedAt = At(3.9) }] });

    [Fact]
    public void R6_Judge_WhenACallBeginsAfterTheCancellation_FindsIt() => AssertFound("R6", "after the run was", good =>
        good with { Calls = [.. good.Calls, Call(CancelledTask, Cancelled, 6, 7, AgentCall.Answered)] });

    [Fact]
    public void R6_Judge_WhenAResultIsTakenAfterTheCancellation_FindsIt() => AssertFound(
        "R6", "became COMPLETED", good => good with
        {
            StepChanges = [.. good.StepChanges,
                Fabricated.Changed(Step(Cancelled, "a", CancelledTask), "CANCELLED", "COMPLETED", 5)],
        });

    [Fact]
    public void R7_Judge_WhenMessagesAreLeft_FindsIt() => AssertFound("R7", "committed 6 of 7", good =>
        good with { Offsets = [good.Offsets[0] with { Committed = 6 }] });

    [Fact]
    public void R7_Judge_WhenAMessageWasReadAndHasNoRow_FindsIt() => AssertFound("R7", "has no row", good =>
        good with { Runs = Without(good.Runs, Foreign) });

    [Theory]
    [InlineData(1, 3)]
    [InlineData(1, 2, 2, 3)]
    [InlineData(2, 1, 3)]
    public void R8_Judge_WhenAFeedIsWrong_FindsIt(params int[] revisions) => AssertFound("R8", "told revision", good =>
        good with { Watches = [new WatchRecord(Long, [.. revisions.Select(revision => (long)revision)], true, 1)] });

    [Fact]
    public void R8_Judge_WhenAFeedStopsEarly_FindsIt() => AssertFound("R8", "stopped at revision 2", good =>
        good with { Watches = [new WatchRecord(Long, [1, 2], false, 1)] });

    [Theory]
    [InlineData(4, "running")]
    [InlineData(2, "completed")]
    [InlineData(3, "failed")]
    public void R8_Judge_WhenAnEventTellsWhatIsNotSo_FindsIt(long revision, string status) => AssertFound(
        "R8", "an event tells", good => good with { Events = [new EventSeen(Long, revision, status)] });

    [Fact]
    public void R9_Judge_WhenGarbageIsNoDeadLetter_FindsIt() => AssertFound("R9", "is no dead letter", good =>
        good with { Letters = [] });

    [Fact]
    public void R9_Judge_WhenTheBrokerLostTheGarbage_FindsNothing()
    {
        var verdict = Checker.Judge(
            Good() with { Letters = [], Faults = [Fault(FaultKind.MessagesLost, "broker", 20, 21)] });

        Assert.Empty(verdict.Rules.SelectMany(rule => rule.Violations));
    }

    [Fact]
    public void R9_Judge_WhenAnInnocentRunFailsAsPoison_FindsIt() => AssertFound("R9", "poison", good => good with
    {
        Runs = Changed(good.Runs, Long, run => run with
        {
            Status = "FAILED", Recoveries = 4, ErrorMessage = "The run is poison.",
        }),
    });

    [Fact]
    public void Judge_WhenATakeOverTakesTooLong_SaysSo() => AssertTooLong("take-over", good => good with
    {
        Faults = [Fault(FaultKind.Kill, "consumer-1", 5, 11, Owner)],
        ShardChanges = [.. good.ShardChanges, Taken(2, 2, "consumer-2.1", Owner, 10)],
    });

    [Fact]
    public void Judge_WhenTheDatabaseIsAwayDuringATakeOver_DoesNotCountThat()
    {
        var good = Good();

        var verdict = Checker.Judge(good with
        {
            Faults =
            [
                Fault(FaultKind.Kill, "consumer-1", 5, 11, Owner), Fault(FaultKind.DatabaseRestart, "postgres", 6, 9),
            ],
            ShardChanges = [.. good.ShardChanges, Taken(2, 2, "consumer-2.1", Owner, 10)],
        });

        Assert.True(verdict.IsTimely);
    }

    [Fact]
    public void Judge_WhenAHandOverTakesTooLong_SaysSo() => AssertTooLong("hand-over", good => good with
    {
        Faults = [Fault(FaultKind.Terminate, "consumer-1", 5, 11, Owner)],
        ShardChanges =
            [.. good.ShardChanges, Taken(2, 1, null, Owner, 5.1), Taken(3, 2, "consumer-2.1", null, 7.5)],
    });

    [Fact]
    public void Judge_WhenAnAcceptedRunBeginsTooLate_SaysSo() => AssertTooLong("begins", good => good with
    {
        RunChanges = [.. good.RunChanges.Select(change =>
            change.Order == 2 ? change with { CommittedAt = At(11) } : change)],
    });

    [Fact]
    public void Judge_WhenACallIsBrokenOffTooLate_SaysSo() => AssertTooLong("broken off", good => good with
    {
        Calls = [good.Calls[0], good.Calls[1] with { Ended = At(15) }],
    });

    private static void AssertFound(string rule, string words, Func<ChaosEvidence, ChaosEvidence> spoil) =>
        Assert.Contains(
            Checker.Judge(spoil(Good())).Rules,
            result => result.Rule == rule
                && result.Violations.Any(violation => violation.Contains(words, StringComparison.Ordinal)));

    private static void AssertTooLong(string words, Func<ChaosEvidence, ChaosEvidence> spoil)
    {
        var verdict = Checker.Judge(spoil(Good()));
        var broken = Assert.Single(verdict.Times, time => time.IsBroken);
        Assert.Contains(words, broken.What, StringComparison.Ordinal);
    }

    private static IReadOnlyList<RunRow> Without(IReadOnlyList<RunRow> runs, Guid id) =>
        [.. runs.Where(run => run.RunId != id)];

    private static IReadOnlyList<RunRow> Changed(IReadOnlyList<RunRow> runs, Guid id, Func<RunRow, RunRow> change) =>
        [.. runs.Select(run => run.RunId == id ? change(run) : run)];
}
