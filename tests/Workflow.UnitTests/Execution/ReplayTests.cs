using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class ReplayTests
{
    private const string TwoCalls = """
        do:
        - first: { call: A, output: { as: '${ { a: . } }' } }
        - second: { call: B, with: { got: '${ .a }' } }
        """;

    [Fact]
    public async Task R3_Replay_WhenAStepIsRecorded_DoesNotRunItAgain()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(TwoCalls);
        await DeliverAsync(engine, "A", "1");
        await UntilSentAsync(engine, 2);
        executor.Release(RunExit.Released);
        await exit;
        var recorded = engine.Store.StepsOf(engine.RunId);
        engine.Sent.Clear();
        engine.Agents["B"] = task => engine.Completed(task, "\"done\"");

        var ended = await engine.RunAsync(TwoCalls, recorded: recorded);

        Assert.Equal((RunStatus.Completed, "\"done\""), (ended.Status, ended.Output));
        var sent = Assert.Single(engine.Sent);
        Assert.Equal(("B", """{"got":1}"""), (sent.Agent, sent.Input.ToString()));
    }

    [Fact]
    public async Task Replay_WhenABlockHasExportedFromWithin_SeesTheSameContext()
    {
        const string tasks = """
            do:
            - block: { do: [ { inner: { set: { n: 7 }, export: { as: '${ . }' } } } ] }
            - ask: { call: A }
            - tell: { set: { n: '${ $context.n }' } }
            """;
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(tasks);
        await UntilSentAsync(engine, 1);
        executor.Release(RunExit.Released);
        await exit;
        engine.Agents["A"] = task => engine.Completed(task, "1");

        Assert.Equal(
            """{"n":7}""", (await engine.RunAsync(tasks, recorded: engine.Store.StepsOf(engine.RunId))).Output);
    }

    [Fact]
    public async Task R3_Replay_WhenAStepWasUnderWay_SendsItAgainUnderTheSameTaskId()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(TwoCalls);
        await UntilSentAsync(engine, 1);
        executor.Release(RunExit.Released);
        await exit;
        var first = engine.Sent.Single().TaskId;
        engine.Sent.Clear();

        engine.Start(TwoCalls, recorded: engine.Store.StepsOf(engine.RunId));
        await UntilSentAsync(engine, 1);

        Assert.Equal(first, engine.Sent.Single().TaskId);
    }

    [Fact]
    public async Task Replay_WhenAFailedAttemptIsRecorded_RetriesWithTheNextAttempt()
    {
        const string tasks = """
            do:
            - safe:
                try: [ { flaky: { call: A } } ]
                catch:
                  retry: { delay: { milliseconds: 1 }, backoff: { constant: {} }, limit: { attempt: { count: 3 } } }
            """;
        await using var engine = new Engine();
        engine.Agents["A"] = task => engine.Failed(task, 500);
        var (executor, exit) = engine.Start(tasks);
        await UntilSentAsync(engine, 1);
        await Until.TrueAsync(() => engine.Store.StepsOf(engine.RunId).Any(step => step.Status == StepStatus.Failed));
        executor.Release(RunExit.Released);
        await exit;
        engine.Sent.Clear();
        engine.Agents["A"] = task => engine.Completed(task, "7");
        engine.Clock.Advance(TimeSpan.FromSeconds(1));

        var ended = await engine.RunAsync(tasks, recorded: engine.Store.StepsOf(engine.RunId));

        Assert.Equal("7", ended.Output);
        Assert.Equal(2, engine.Sent.Single().Attempt);
        Assert.Contains("flaky[0#1]=Failed flaky[0#2]=Completed", engine.StepText(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task Replay_WhenARetriedBlockIsRecorded_RunsEverythingInItAgain()
    {
        const string tasks = """
            do:
            - safe:
                try: [ { block: { do: [ { flaky: { call: A } } ] } } ]
                catch: { retry: { delay: { seconds: 10 }, limit: { attempt: { count: 3 } } } }
            """;
        await using var engine = new Engine();
        engine.Agents["A"] = task => engine.Failed(task, 500);
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Clock.NextDue is not null);
        await Until.TrueAsync(() => engine.Store.StepsOf(engine.RunId).Any(step => step.Status == StepStatus.Failed));
        while (!exit.IsCompleted)
        {
            await executor.TryParkAsync(engine.Clock.GetUtcNow());
        }

        Assert.Equal(RunExit.Parked, await exit);
        engine.Clock.Advance(TimeSpan.FromSeconds(10));
        engine.Agents["A"] = task => engine.Completed(task, "7");
        engine.Sent.Clear();

        var ended = await engine.RunAsync(tasks, recorded: engine.Store.StepsOf(engine.RunId));

        Assert.Equal((RunStatus.Completed, "7"), (ended.Status, ended.Output));
        Assert.Equal(2, Assert.Single(engine.Sent).Attempt);
    }

    [Fact]
    public async Task Replay_WhenTheRunsTimeHasPassedWhileItWasParked_FailsAsTimeout()
    {
        const string tasks = """
            timeout: { after: { seconds: 30 } }
            do:
            - first: { set: { x: 1 } }
            - pause: { wait: { hours: 1 } }
            """;
        await using var engine = new Engine();
        var began = engine.Clock.GetUtcNow();
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Store.Commits.Count > 0);
        while (!exit.IsCompleted)
        {
            await executor.TryParkAsync(engine.Clock.GetUtcNow());
        }

        Assert.Equal(began.AddSeconds(30), engine.Store.Commits[^1].WakeAt);
        engine.Clock.Advance(TimeSpan.FromSeconds(30));

        var again = engine.Start(tasks, recorded: engine.Store.StepsOf(engine.RunId), startedAt: began);

        Assert.Contains("errors/timeout", (await engine.EndAsync(again.Exit)).Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R9_Call_WhenTheInputIsLargerThanAMessage_FailsAndNamesTheLimit()
    {
        await using var engine = new Engine(new() { AgentInputBytesMax = 2_000 });

        var ended = await engine.RunAsync("do:\n- big: { call: A, with: { text: '${ \"x\" * 3000 }' } }");

        Assert.Contains("AgentInputBytesMax", ended.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Sent);
    }

    [Fact]
    public async Task Replay_WhenARecordedStepIsNotReached_FailsAsMismatchAndRunsNothingTwice()
    {
        await using var engine = new Engine();
        var stray = new StepRecord
        {
            Key = new StepKey("/do/5/gone", "0", 1),
            StepId = "gone",
            StepType = StepType.DataProcessing,
            Status = StepStatus.Completed,
            StartedAt = engine.Clock.GetUtcNow(),
            Output = RawJson.FromText("1"),
        };

        var ended = await engine.RunAsync("do:\n- a: { set: { x: 1 } }", recorded: [stray]);

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("replay-mismatch", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R5_Call_WhenItsIntentIsNotCommitted_IsNotSent()
    {
        await using var engine = new Engine();
        engine.Store.Before = commit => new CommitResult(CommitOutcome.Fenced);

        var ended = await engine.EndAsync(engine.Start(TwoCalls).Exit);

        Assert.Equal(RunExit.Fenced, ended.Exit);
        Assert.Empty(engine.Sent);
    }

    [Fact]
    public async Task R5_Call_WhenTheProcessWasFrozenAfterTheCommit_ProvesOwnershipAgainBeforeItSends()
    {
        await using var engine = new Engine();
        var commits = 0;
        engine.Store.Before = commit =>
        {
            // The first commit takes longer than the session; by then somebody else owns the shard.
            if (++commits == 1)
            {
                engine.Clock.Advance(TimeSpan.FromSeconds(20));
                return null;
            }

            return new CommitResult(CommitOutcome.Fenced);
        };

        var ended = await engine.EndAsync(engine.Start(TwoCalls).Exit);

        Assert.Equal((RunExit.Fenced, 2), (ended.Exit, commits));
        Assert.Empty(engine.Sent);
    }

    [Fact]
    public async Task R9_Run_WhenTheDatabaseRefusesItsContent_FailsByNameWithoutIt()
    {
        await using var engine = new Engine();
        engine.Store.Before = commit =>
            commit.Steps.Count > 0 ? new CommitResult(CommitOutcome.Refused, "22021 no") : null;

        var ended = await engine.RunAsync("do:\n- a: { set: { x: 1 } }");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("22021 no", ended.Message, StringComparison.Ordinal);
    }

    private static async Task DeliverAsync(Engine engine, string agent, string output)
    {
        await Until.TrueAsync(() => engine.Sent.Any(task => task.Agent == agent));
        engine.Calls.TryDeliver(
            engine.Completed(engine.Sent.Last(task => task.Agent == agent), output), _ => { });
    }

    private static Task UntilSentAsync(Engine engine, int count) => Until.TrueAsync(() => engine.Sent.Count >= count);
}
