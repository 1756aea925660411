using Workflow.Definitions;
using Workflow.Execution;
using Workflow.Execution.Inheritance;
using Workflow.Execution.Moving;
using Workflow.Execution.Runs;
using Workflow.Jq;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Runs that do something with each event that they listen for.</summary>
public sealed class ForeachTests
{
    private const string Calling = """
        do:
        - hear:
            listen: { to: { any: [ { with: { type: a } } ], until: { one: { with: { type: z } } } } }
            foreach:
              item: event
              at: i
              do: [ { ask: { call: A, with: { n: '${ $event }', i: '${ $i }' } } } ]
              output: { as: '${ [$event, .] }' }
        """;

    private readonly List<ArrivedSignal> _sent = [];

    [Theory]
    [InlineData("one: { with: { type: b } }", "do: [ { x: { set: { v: '${ $item.n + $index }' } } } ]", "[{\"v\":2}]")]
    [InlineData("any: [ { with: { type: b } }, { with: { type: a } } ]", "output: { as: '${ .n }' }", "[1]")]
    [InlineData(
        "all: [ { with: { type: b } }, { with: { type: a } } ]",
        "{ item: e, at: i, do: [ { x: { set: '${ [$e.n, $i, .n] }' } } ], output: { as: '${ . + [$e.n] }' } }",
        "[[1,0,1,1],[2,1,2,2]]")]
    [InlineData("any: [], until: '. | length == 3'", "{}", "[{\"n\":1},{\"n\":2},{\"n\":3}]")]
    [InlineData("any: [], until: '.[-1] > 15'", "do: [ { x: { set: '${ .n * 10 }' } } ]", "[10,20]")]
    [InlineData(
        "any: [], until: '$context.sum >= 6'",
        "{ do: [ { x: { set: '${ .n }' } } ], export: { as: '${ { sum: (($context.sum // 0) + .) } }' } }", "[1,2,3]")]
    [InlineData("any: [], until: { one: { with: { type: c } } }", "output: { as: '${ .n }' }", "[1,2]")]
    [InlineData(
        "any: [], until: { all: [ { with: { type: b } }, { with: { type: c } } ] }", "output: { as: .n }", "[1]")]
    [InlineData(
        "any: [], until: false", "do: [ { x: { if: '${ $index == 1 }', set: '${ \"last\" }', then: end } } ]",
        "[{\"n\":1},\"last\"]")]
    [InlineData(
        "any: [], until: '. | length == 3'",
        "do: [ { x: { switch: [ { odd: { when: '.n % 2 == 1', then: exit } } ] } }, { y: { set: { even: true } } } ]",
        "[{\"n\":1},{\"even\":true},{\"n\":3}]")]
    public async Task Foreach_OfEachStrategy_DealsWithTheEventsInOrder(string to, string each, string output)
    {
        await using var engine = new Engine();
        each = each.StartsWith('{') ? each : $"{{ {each} }}";
        var (_, exit) = engine.Start(
            $"do:\n- a: {{ listen: {{ to: {{ {to} }} }}, foreach: {each} }}",
            signals: [Signal("a", """{"n":1}"""), Signal("b", """{"n":2}"""), Signal("c", """{"n":3}""")]);

        Assert.Equal(output, (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task Foreach_WhenTheWholeEventIsRead_HasItAsItsItemAndInput()
    {
        await using var engine = new Engine();
        var signal = Signal("a", "7");
        var (_, exit) = engine.Start(
            "do:\n- a: { listen: { to: { any: [] }, read: envelope }, foreach: { "
            + "output: { as: '${ [.data, $item.type] }' } } }", signals: [signal]);

        Assert.Equal("""[[7,"a"]]""", (await engine.EndAsync(exit)).Output);
        var step = engine.Store.StepsOf(engine.RunId).Single(one => one.Key.Path == "/do/0/a/foreach");
        Assert.Equal(
            ("foreach", "0", signal.Event.ToString()), (step.StepId, step.Key.Iteration, step.Input.ToString()));
        Assert.Equal([signal.Key], Taken(engine));
    }

    [Fact]
    public async Task R3_Foreach_WhenTheOwnerDiesInTheMiddle_TheNextOneGoesOnWithTheSameEvent()
    {
        await using var engine = new Engine();
        engine.Agents["A"] = task => engine.Completed(task, "\"first\"");
        var (executor, exit) = engine.Start(Calling);
        ArrivedSignal[] sent = [Signal("a", "1"), Signal("a", "2"), Signal("a", "3"), Signal("z", "9")];
        executor.Deliver(sent[0]);
        await Until.TrueAsync(() => engine.StepText().Contains("foreach[0#1]=Completed", StringComparison.Ordinal));
        engine.Agents.Clear();
        Array.ForEach(sent[1..], executor.Deliver);
        await Until.TrueAsync(() => engine.Sent.Count == 2);

        // The second event is gone from the inbox with the commit before the call; the others are not.
        Assert.Equal([sent[0].Key, sent[1].Key], Taken(engine));
        executor.Release(RunExit.Released);
        await exit;
        var second = engine.Sent.Last();
        engine.Sent.Clear();
        engine.Agents["A"] = task => engine.Completed(task, $"[{task.Input}]");

        var again = engine.Start(Calling, recorded: engine.Store.StepsOf(engine.RunId), signals: sent[2..]);

        var ended = await engine.EndAsync(again.Exit);
        Assert.Equal(
            """[[1,"first"],[2,[{"n":2,"i":1}]],[3,[{"n":3,"i":2}]]]""",
            ended.Output);
        Assert.Equal(2, engine.Sent.Count);
        Assert.Equal(second.TaskId, engine.Sent.First().TaskId);
        Assert.Equal(sent.Select(one => one.Key), Taken(engine));
    }

    [Fact]
    public async Task R3_Foreach_WhenTheCommitOfItsBeginningFails_TheNextOwnerTakesTheEventFromTheInbox()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Calling);
        await Until.TrueAsync(() => executor.IsWaiting);
        engine.Store.Before = _ => new CommitResult(CommitOutcome.Fenced);
        ArrivedSignal[] sent = [Signal("a", "1"), Signal("z", "2")];
        executor.Deliver(sent[0]);
        Assert.Equal(RunExit.Fenced, (await engine.EndAsync(exit)).Exit);
        Assert.Empty(engine.Sent);
        engine.Store.Before = _ => null;
        engine.Agents["A"] = task => engine.Completed(task, "5");

        var again = engine.Start(Calling, recorded: engine.Store.StepsOf(engine.RunId), signals: sent);

        Assert.Equal("[[1,5]]", (await engine.EndAsync(again.Exit)).Output);
    }

    [Fact]
    public async Task Foreach_WhenAnEventCannotBeDealtWith_FailsTheListenAndTakesNoMore()
    {
        await using var engine = new Engine();
        ArrivedSignal[] sent = [Signal("a", "1"), Signal("a", "0"), Signal("a", "2")];
        var (_, exit) = engine.Start(
            """
            do:
            - safe:
                try:
                - hear:
                    listen: { to: { any: [], until: false } }
                    foreach: { do: [ { x: { set: '${ 6 / . }' } } ] }
                catch: { as: e, do: [ { told: { set: '${ $e.instance }' } } ] }
            - rest: { listen: { to: { one: { with: { type: a } } } } }
            """, signals: sent);

        Assert.Equal("[2]", (await engine.EndAsync(exit)).Output);
        Assert.Equal(
            "\"/do/0/safe/try/0/hear/foreach/do/0/x\"",
            engine.Store.StepsOf(engine.RunId).Single(step => step.StepId == "told").Output.ToString());
    }

    [Fact]
    public async Task Foreach_WhileAnEventTakesLong_IsParkedThoughOthersWait()
    {
        await using var engine = new Engine();
        const string tasks = """
            do:
            - hear:
                listen: { to: { any: [], until: '. | length == 2' } }
                foreach: { do: [ { rest: { wait: { hours: 1 } } } ] }
            """;
        ArrivedSignal[] sent = [Signal("a", "1"), Signal("a", "2")];
        var (executor, exit) = engine.Start(tasks, signals: sent);
        await Until.TrueAsync(
            () => executor.IsWaiting && engine.StepText().Contains("rest[0#1]=Running", StringComparison.Ordinal));
        await executor.TryParkAsync(engine.Clock.GetUtcNow());

        Assert.Equal(RunExit.Parked, (await engine.EndAsync(exit)).Exit);
        Assert.Equal(sent[1].Arrival, engine.Store.Commits[^1].SignalsSeen);
        engine.Clock.Advance(TimeSpan.FromHours(2));
        var again = engine.Start(tasks, recorded: engine.Store.StepsOf(engine.RunId), signals: sent[1..]);
        await Until.TrueAsync(() => again.Executor.IsWaiting
            && engine.StepText().Contains("rest[1#1]=Running", StringComparison.Ordinal));
        engine.Clock.Advance(TimeSpan.FromHours(1));

        Assert.Equal("[1,2]", (await engine.EndAsync(again.Exit)).Output);
    }

    [Theory]
    [InlineData(true, "[\"one\",\"two\"]")]
    [InlineData(false, "timeout")]
    public async Task Timeout_WhenTheOwnerCameBackLate_CountsWhatWasDoneInTime(bool isDone, string expected)
    {
        await using var engine = new Engine();
        const string tasks = """
            do:
            - safe:
                try:
                - hear:
                    listen: { to: { all: [ { with: { type: a } }, { with: { type: b } } ] } }
                    foreach: { do: [ { ask: { call: A } } ] }
                    timeout: { after: { minutes: 1 } }
                catch: { as: e, do: [ { late: { set: { late: '${ $e.type }' } } } ] }
            """;
        engine.Agents["A"] = task => engine.Completed(task, "\"one\"");
        var (executor, exit) = engine.Start(tasks);
        executor.Deliver(Signal("a", "1"));
        await Until.TrueAsync(() => engine.StepText().Contains("foreach[0#1]=Completed", StringComparison.Ordinal));
        engine.Agents["A"] = task => engine.Completed(task, "\"two\"");
        if (!isDone)
        {
            engine.Agents.Clear();
        }

        executor.Deliver(Signal("b", "2"));
        await Until.TrueAsync(() => engine.Sent.Count == 2);
        if (isDone)
        {
            await engine.EndAsync(exit);
        }

        executor.Release(RunExit.Released);
        await exit;

        // All but the ends of the listen and of what is around it were committed.
        var recorded = engine.Store.StepsOf(engine.RunId)
            .Select(step => step.Key.Path.Contains("/foreach", StringComparison.Ordinal) ? step
                : step with { Status = StepStatus.Running, CompletedAt = null, Output = default }).ToList();
        engine.Clock.Advance(TimeSpan.FromMinutes(5));

        var again = engine.Start(tasks, recorded: recorded, startedAt: engine.Clock.GetUtcNow());

        Assert.Contains(expected, (await engine.EndAsync(again.Exit)).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData(null, null, "2:1 4:1 3:2")]
    [InlineData("/do/0/hear/foreach/do/0/ask", "0", "1:0 2:1 4:1 3:2")]
    [InlineData("/do/0/hear/foreach", "1", "2:1 4:1 3:2")]
    [InlineData("/do/1/last", null, "")]
    public async Task R3_Repeat_OfAListen_GoesOnWithTheEventsThatItHasTaken(
        string? from, string? iteration, string expected)
    {
        const string tasks = """
            do:
            - hear:
                listen: { to: { any: [], until: '. | length == 3' } }
                foreach:
                  do:
                  - ask: { call: A, with: { n: '${ $item }', i: '${ $index }' } }
                  - twice: { if: '${ $index == 1 }', call: A, with: { n: 4, i: 1 } }
            - last: { set: { done: true } }
            """;
        await using var first = new Engine();
        first.Agents["A"] = task => from is null && task.Input.ToString().Contains("\"n\":2", StringComparison.Ordinal)
            ? first.Failed(task, 400)
            : first.Completed(task, "{}");
        var (_, exit) = first.Start(tasks, signals: [Signal("a", "1"), Signal("a", "2"), Signal("a", "3")]);
        Assert.Equal(from is null ? RunStatus.Failed : RunStatus.Completed, (await first.EndAsync(exit)).Status);
        var past = first.Store.StepsOf(first.RunId).ToDictionary(step => step.Key);

        var heritage = StepInheritance.Of(
            DefinitionReader.Read(Engine.Document(tasks)).Definition!,
            [.. past.Values.Select(step => new PastStep(step.Key, step.Status, step.Next))],
            from is null ? null : new RepeatPoint(from, iteration));
        await using var second = new Engine();
        second.Agents["A"] = task => second.Completed(task, "{}");
        StepRecord[] recorded = [.. heritage.Steps.Select(step => step.IsOpen
            ? past[step.From] with { Status = StepStatus.Running, CompletedAt = null, Output = default, TaskId = null }
            : past[step.From] with { TaskId = null })];
        Array.ForEach(recorded, step => second.Store.Add(second.RunId, step));
        var again = second.Start(
            tasks, recorded: recorded, signals: from is null ? [Signal("a", "3")] : []);

        var ended = await second.EndAsync(again.Exit);
        Assert.Equal((RunStatus.Completed, """{"done":true}"""), (ended.Status, ended.Output));
        Assert.Equal(expected, string.Join(' ', second.Sent.Select(task => JqValue.Parse(task.Input.Utf8.Span))
            .Select(input => $"{input["n"].ToJson()}:{input["i"].ToJson()}")));
    }

    [Fact]
    public async Task Check_OfAMove_ComesByTheEventsThatWereDealtWith()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Calling);
        engine.Agents["A"] = task => engine.Completed(task, "1");
        executor.Deliver(Signal("a", "1"));
        await Until.TrueAsync(() => engine.StepText().Contains("foreach[0#1]=Completed", StringComparison.Ordinal));
        engine.Agents.Clear();
        executor.Deliver(Signal("a", "2"));
        await Until.TrueAsync(() => engine.Sent.Count == 2);
        executor.Release(RunExit.Released);
        await exit;

        Assert.Null(Check(engine, Calling));
        Assert.Null(Check(engine, Calling.Replace("[$event, .]", ".", StringComparison.Ordinal)));
        Assert.Equal(
            "/do/0/hear/foreach/do/0/ask",
            Check(engine, Calling.Replace("{ ask:", "{ other:", StringComparison.Ordinal))?.Step.Path);
    }

    /// <summary>Signals that commits took out of the inbox.</summary>
    private static IEnumerable<string> Taken(Engine engine) => engine.Store.Commits
        .SelectMany(commit => commit.InboxRead).Where(key => key.StartsWith("signal:", StringComparison.Ordinal));

    private static Unfit? Check(Engine engine, string tasks) => FitCheck.Of(
        DefinitionReader.Read(Engine.Document(tasks)).Definition!, engine.RunId, JqValue.Null,
        engine.Clock.GetUtcNow(), engine.Store.StepsOf(engine.RunId), new ExecutionOptions(),
        engine.Clock.GetUtcNow());

    private ArrivedSignal Signal(string type, string data)
    {
        var number = _sent.Count + 1;
        var signal = new ArrivedSignal(
            $"signal:{number}", number, DateTimeOffset.UnixEpoch,
            RawJson.FromText($$"""{"id":"{{number}}","type":"{{type}}","source":"/test","data":{{data}}}"""));
        _sent.Add(signal);
        return signal;
    }
}
