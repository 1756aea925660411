using Workflow.Definitions;
using Workflow.Execution.Inheritance;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>What a retry and a rerun from a step take over, and that the new run fits it.</summary>
public sealed class InheritanceTests
{
    private const string Rich = """
        do:
        - begin: { set: { n: 2 } }
        - each:
            for: { each: item, in: '${ [range(.n)] }' }
            do:
            - inner: { call: A, with: { at: '${ $item }' } }
            - safe:
                try:
                - block:
                    do:
                    - one: { call: B }
                    - again:
                        try: [ { two: { call: C } } ]
                        catch: { retry: { limit: { attempt: { count: 1 } } } }
                catch: { retry: { limit: { attempt: { count: 1 } } } }
        - both:
            fork:
              branches:
              - left: { do: [ { l1: { call: D } }, { l2: { call: E } } ] }
              - right:
                  for: { in: '${ [1,2,3]}', parallel: 2 }
                  do: [ { r: { call: F, with: { i: '${ $item }' } } } ]
        - guarded:
            try: [ { fails: { raise: { error: { type: 'urn:x', status: 400 } } } } ]
            catch: { do: [ { h1: { call: G } }, { h2: { call: H } } ] }
        - count:
            set: { k: '${ (if type == "object" then .k else null end // 0) + 1 }' }
            input: { from: '${ $context }' }
            export: { as: '${ . }' }
        - pass: { call: I, with: { k: '${ $context.k }' } }
        - choose: { switch: [ { back: { when: '${ $context.k < 2 }', then: count } }, { on: { then: finish } } ] }
        - never: { call: Never }
        - finish: { call: J }
        """;

    /// <summary>Every call of the rich definition may be the one that fails for good.</summary>
    [Fact]
    public async Task R3_Retry_WhateverCallFailed_CarriesOnThereAndRepeatsNoCommittedTask()
    {
        var whole = await FailAsync(Rich, _ => false);
        Assert.Equal(RunStatus.Completed, whole.Ended.Status);
        var tasks = whole.Calls.ToHashSet();
        Assert.Equal(16, tasks.Count);

        foreach (var failing in tasks)
        {
            var first = await FailAsync(Rich, task => task == failing);
            Assert.Equal((failing, RunStatus.Failed), (failing, first.Ended.Status));

            var second = await RepeatAsync(Rich, first.Steps, null);

            Assert.Equal((failing, whole.Ended.Output), (failing, second.Ended.Output));
            var done = first.Steps.Where(step => step is { Status: StepStatus.Completed, TaskId: not null })
                .Select(TaskOf).ToList();
            Assert.Equal((failing, ""), (failing, string.Join(' ', second.Calls.Where(done.Contains))));
            Assert.Equal(tasks, second.Calls.Concat(done).ToHashSet());
        }
    }

    [Theory]
    [InlineData("inner", null, "A0 B C A1 B C D E F F F G H I I J")]
    [InlineData("inner", "1", "A1 B C D E F F F G H I I J")]
    [InlineData("two", "1", "C D E F F F G H I I J")]
    [InlineData("both", null, "D E F F F G H I I J")]
    [InlineData("l2", null, "E G H I I J")]
    [InlineData("r", "1", "F G H I I J")]
    [InlineData("r", null, "F F F G H I I J")]
    [InlineData("guarded", null, "G H I I J")]
    [InlineData("fails", null, "G H I I J")]
    [InlineData("h2", null, "H I I J")]
    [InlineData("pass", null, "I I J")]
    [InlineData("pass", "0~1", "I J")]
    [InlineData("finish", null, "J")]
    public async Task Rerun_FromAStep_RunsItAndWhatFollowsAgain(string step, string? iteration, string expected)
    {
        var whole = await FailAsync(Rich, _ => false);
        var from = new RepeatPoint(whole.Steps.First(one => one.StepId == step).Key.Path, iteration);

        var second = await RepeatAsync(Rich, whole.Steps, from);

        Assert.Equal((RunStatus.Completed, whole.Ended.Output), (second.Ended.Status, second.Ended.Output));
        Assert.Equal(
            expected.Split(' ').Order(),
            second.Sent.Select(task => task.Agent == "A" ? $"A{task.Iteration}" : task.Agent).Order());
    }

    [Fact]
    public async Task Retry_WhenATryHasUsedUpItsAttempts_BeginsWithTheLastOneAsTheFirst()
    {
        const string tasks = """
            do:
            - each:
                for: { in: '${ [0] }' }
                do:
                - safe:
                    try:
                    - ready: { call: A }
                    - deep: { for: { in: '${ [0,1] }' }, do: [ { flaky: { call: B, with: { i: '${ $item }' } } } ] }
                    catch: { retry: { limit: { attempt: { count: 2 } } } }
            """;
        var first = await FailAsync(tasks, task => task == "flaky@0.1");
        Assert.Equal(3, first.Calls.Count(call => call == "flaky@0.1"));

        var second = await RepeatAsync(tasks, first.Steps, null);

        Assert.Equal(RunStatus.Completed, second.Ended.Status);
        Assert.Equal(["flaky@0.1"], second.Calls);
        Assert.Equal(1, Assert.Single(second.Sent).Attempt);
        Assert.Equal(
            "deep[0#1]=Completed each[0#1]=Completed flaky[0.0#1]=Completed flaky[0.1#1]=Completed "
            + "ready[0#1]=Completed safe[0#1]=Completed",
            string.Join(' ', second.StepText.Split(' ').Order()));
    }

    [Fact]
    public async Task R3_Retry_WhenAStepEndedOnlyInTheLastAttempt_DoesNotRepeatIt()
    {
        const string tasks = """
            do:
            - safe:
                try: [ { ready: { call: A } }, { broken: { call: B } } ]
                catch: { retry: { limit: { attempt: { count: 1 } } } }
            """;
        var tries = 0;
        var first = await FailAsync(tasks, task => task == "broken@0" || tries++ == 0);
        Assert.Equal(["ready@0", "ready@0", "broken@0"], first.Calls);

        var second = await RepeatAsync(tasks, first.Steps, null);

        Assert.Equal(RunStatus.Completed, second.Ended.Status);
        Assert.Equal(["broken@0"], second.Calls);
    }

    [Fact]
    public async Task Retry_WhenTheHandlerOfATryFailed_CarriesOnInTheHandler()
    {
        const string tasks = """
            do:
            - safe:
                try: [ { ready: { call: A } }, { broken: { call: B } } ]
                catch:
                  retry: { limit: { attempt: { count: 1 } } }
                  do: [ { tell: { call: C } }, { mend: { call: D } } ]
            """;
        var first = await FailAsync(tasks, task => task is "broken@0" or "mend@0");
        Assert.Equal(["ready@0", "broken@0", "ready@0", "broken@0", "tell@0", "mend@0"], first.Calls);

        var second = await RepeatAsync(tasks, first.Steps, null);

        Assert.Equal(RunStatus.Completed, second.Ended.Status);
        Assert.Equal(["mend@0"], second.Calls);
    }

    [Fact]
    public async Task Rerun_FromInsideARace_NamesTheRace()
    {
        const string tasks =
            "do:\n- race: { fork: { compete: true, branches: [ { a: { call: A } }, { b: { call: B } } ] } }";
        var whole = await FailAsync(tasks, _ => false);
        var read = DefinitionReader.Read(Engine.Document(tasks));

        var heritage = StepInheritance.Of(
            read.Definition!, Past(whole.Steps), new RepeatPoint("/do/0/race/fork/branches/0/a", null));

        Assert.Equal("race", heritage.RaceAround);
    }

    [Theory]
    [InlineData("/do/2/third", null)]
    [InlineData("/do/0/first", "7")]
    public async Task Rerun_FromAStepThatNeverBegan_IsNotReached(string path, string? iteration)
    {
        const string tasks = "do:\n- first: { set: { x: 1 } }\n- second: { call: A }\n- third: { set: { x: 2 } }";
        var first = await FailAsync(tasks, _ => true);
        var read = DefinitionReader.Read(Engine.Document(tasks));

        Assert.False(StepInheritance.Of(
            read.Definition!, Past(first.Steps), new RepeatPoint(path, iteration)).Reached);
    }

    private static IReadOnlyList<PastStep> Past(IReadOnlyList<StepRecord> steps) =>
        [.. steps.Select(step => new PastStep(step.Key, step.Status, step.Next))];

    private static string TaskOf(StepRecord step) => $"{step.StepId}@{step.Key.Iteration.Split('^')[0]}";

    private static async Task<Outcome> FailAsync(string tasks, Func<string, bool> fails)
    {
        await using var engine = new Engine();
        return await RunAsync(engine, tasks, null, fails);
    }

    private static async Task<Outcome> RepeatAsync(
        string tasks, IReadOnlyList<StepRecord> past, RepeatPoint? from)
    {
        var read = DefinitionReader.Read(Engine.Document(tasks));
        var heritage = StepInheritance.Of(read.Definition!, Past(past), from);
        Assert.True(heritage.Reached);
        var rows = past.ToDictionary(step => step.Key);
        await using var engine = new Engine();
        StepRecord[] recorded = [.. heritage.Steps.Select(step => Copy(rows[step.From], step))];
        return await RunAsync(engine, tasks, recorded, _ => false);
    }

    /// <summary>As the database copies it.</summary>
    private static StepRecord Copy(StepRecord row, InheritedStep step) => step.IsOpen
        ? row with { Key = step.To, TaskId = null, Status = StepStatus.Running, CompletedAt = null, Output = default }
        : row with { Key = step.To, TaskId = null };

    private static async Task<Outcome> RunAsync(
        Engine engine, string tasks, IReadOnlyList<StepRecord>? recorded, Func<string, bool> fails)
    {
        foreach (var agent in "ABCDEFGHIJ")
        {
            engine.Agents[agent.ToString()] = task => fails($"{task.Step}@{task.Iteration.Split('^')[0]}")
                ? engine.Failed(task, 400)
                : engine.Completed(task, "{}");
        }

        foreach (var step in recorded ?? [])
        {
            engine.Store.Add(engine.RunId, step);
        }

        var ended = await engine.RunAsync(tasks, recorded: recorded);
        var sent = engine.Sent.ToList();
        return new Outcome(
            ended, [.. sent.Select(task => $"{task.Step}@{task.Iteration.Split('^')[0]}")], sent,
            engine.Store.StepsOf(engine.RunId), engine.StepText());
    }

    private sealed record Outcome(
        Ended Ended, IReadOnlyList<string> Calls, IReadOnlyList<AgentTask> Sent, IReadOnlyList<StepRecord> Steps,
        string StepText);
}
