using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Runs that listen for signals.</summary>
public sealed class ListenTests
{
    private const string One = "do:\n- paid: { listen: { to: { one: { with: { type: paid } } } } }";

    private const string Approval = """
        do:
        - ok:
            listen: { to: { one: { with: { type: workflow.approval } } } }
            metadata: { approval: { title: '${ "Pay \(.amount)?" }' } }
            timeout: { after: { hours: 1 } }
        """;

    private readonly List<ArrivedSignal> _sent = [];

    [Theory]
    [InlineData("one: { with: { type: paid } }", "[{\"n\":2}]")]
    [InlineData("any: [ { with: { type: nothing } }, { with: { type: paid } } ]", "[{\"n\":2}]")]
    [InlineData("any: []", "[{\"n\":1}]")]
    [InlineData("all: [ { with: { type: paid } }, { with: { type: other } } ]", "[{\"n\":1},{\"n\":2}]")]
    [InlineData("all: [ { with: { type: paid } }, { with: { type: paid } } ]", "[{\"n\":2},{\"n\":3}]")]
    [InlineData("any: [], until: '( . | length ) > 2'", "[{\"n\":1},{\"n\":2},{\"n\":3}]")]
    [InlineData("any: [ { with: { type: paid } } ], until: '${ .[-1].n > 2 }'", "[{\"n\":2},{\"n\":3}]")]
    [InlineData(
        "any: [ { with: { type: paid } } ], until: { one: { with: { type: last } } }",
        "[{\"n\":2},{\"n\":3}]")]
    [InlineData(
        "any: [], until: { all: [ { with: { type: last } }, { with: { type: paid } } ] }",
        "[{\"n\":1},{\"n\":3}]")]
    [InlineData(
        "any: [], until: '${ .[-1].n.deep.er == 9 }'",
        "[{\"n\":1},{\"n\":2},{\"n\":3},{\"n\":{\"deep\":{\"er\":9}}}]")]
    [InlineData("one: { with: { type: paid, data: '${ .n > 2 }' } }", "[{\"n\":3}]")]
    [InlineData(
        "one: { with: { data: '${ .n.deep.er > 2 }', type: '${ startswith(\"la\") }' } }",
        "[{\"n\":{\"deep\":{\"er\":9}}}]")]
    [InlineData("one: { with: { type: paid, data: { n: 3 } } }", "[{\"n\":3}]")]
    [InlineData("one: { with: { type: '${ . == $input.want }' } }", "[{\"n\":3}]")]
    [InlineData(
        "one: { with: { type: paid }, correlate: { k: { from: .data.n, expect: '${ .number }' } } }", "[{\"n\":3}]")]
    public async Task Listen_WhenSignalsWaitAlready_TakesThoseItWantsInTheOrderOfTheirArrival(string to, string output)
    {
        await using var engine = new Engine();
        ArrivedSignal[] signals =
        [
            Signal("other", """{"n":1}"""), Signal("paid", """{"n":2}"""), Signal("paid", """{"n":3}"""),
            Signal("last", """{"n":{"deep":{"er":9}}}"""),
        ];
        var wanted = to.Contains("$input", StringComparison.Ordinal) ? "paid" : "";
        if (wanted.Length > 0)
        {
            signals = signals[2..];
        }

        var (_, exit) = engine.Start(
            $"do:\n- a: {{ listen: {{ to: {{ {to} }} }} }}", """{"want":"paid","number":3}""", signals: signals);

        Assert.Equal(output, (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task R3_Listen_WhenASignalComes_TakesItOutOfTheInboxWithTheCommitOfTheStep()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(
            "do:\n- paid: { listen: { to: { one: { with: { type: paid } } }, read: envelope } }");
        await Until.TrueAsync(() => executor.IsWaiting);
        Assert.Equal("paid[0#1]=Running", engine.StepText());
        var signal = Signal("paid", """{"x":1}""");

        executor.Deliver(Signal("other", "1"));
        executor.Deliver(signal);
        executor.Deliver(signal);

        var ended = await engine.EndAsync(exit);
        Assert.Equal($"[{signal.Event}]", ended.Output);
        Assert.Equal([signal.Key], engine.Store.Commits.SelectMany(commit => commit.InboxRead));
        Assert.Contains(
            "\"signals\":[{\"id\":\"1\",\"type\":\"paid\"", engine.Store.StepsOf(engine.RunId)[0].Metadata.ToString(),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task R9_Listen_WhenAnEventOfTheTopicIsNotWanted_DropsItWithTheNextCommit()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(
            "do:\n- paid: { listen: { to: { one: { with: { type: paid, data: '${ . > $input }' } } } } }", "5");
        await Until.TrueAsync(() => executor.IsWaiting);
        Assert.Contains(
            "\"waits\":[{\"type\":\"paid\",\"from\":[],", engine.Store.StepsOf(engine.RunId)[0].Metadata.ToString(),
            StringComparison.Ordinal);

        executor.Deliver(Signal("paid", "4", "event:low"));
        await Until.TrueAsync(() => engine.Store.Commits.Any(commit => commit.InboxDropped.Contains("event:low")));
        executor.Deliver(Signal("paid", "6", "event:high"));

        Assert.Equal("[6]", (await engine.EndAsync(exit)).Output);
        Assert.Equal(["event:high"], engine.Store.Commits.SelectMany(commit => commit.InboxRead));
    }

    [Theory]
    [InlineData(
        "all: [ { with: { type: a }, correlate: { k: { from: .data.k } } }, "
        + "{ with: { type: b }, correlate: { k: { from: .data.id } } } ]", "[{\"k\":1},{\"id\":1}]")]
    [InlineData(
        "any: [ { with: { type: a }, correlate: { k: { from: .data.k } } } ], "
        + "until: { one: { with: { type: b }, correlate: { k: { from: .data.id } } } }",
        "[{\"k\":1},{\"k\":1,\"n\":2}]")]
    [InlineData(
        "all: [ { with: { type: b }, correlate: { k: { from: .data.id } } }, "
        + "{ with: { type: a }, correlate: { k: { from: .data.k, expect: 3 } } } ]", "[{\"id\":3},{\"k\":3}]")]
    public async Task Listen_WhenACorrelationExpectsNothing_TheFirstEventSaysWhatTheOthersMustHave(
        string to, string output)
    {
        await using var engine = new Engine();
        var (_, exit) = engine.Start(
            $"do:\n- a: {{ listen: {{ to: {{ {to} }} }} }}",
            signals:
            [
                Signal("a", "{}"), Signal("a", """{"k":1}"""), Signal("b", """{"id":3}"""), Signal("a", """{"k":3}"""),
                Signal("a", """{"k":1,"n":2}"""), Signal("b", """{"id":1}"""),
            ]);

        Assert.Equal(output, (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task Listen_WhenTheRawDataIsRead_GivesItAsText()
    {
        await using var engine = new Engine();
        var (_, exit) = engine.Start(
            "do:\n- a: { listen: { to: { any: [], until: '. | length == 2' }, read: raw } }",
            signals: [Signal("a", """{"n":1}"""), Signal("b", "\"plain\"")]);

        Assert.Equal("""["{\"n\":1}","plain"]""", (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task R3_Listen_WhenTheOwnerDiesHalfWayToItsEnd_TheNextOneTakesTheSameEvents()
    {
        await using var engine = new Engine();
        const string tasks =
            "do:\n- a: { listen: { to: { any: [ { with: { type: a } } ], until: { one: { with: { type: z } } } } } }";
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => executor.IsWaiting);
        ArrivedSignal[] taken = [Signal("a", "1", "event:1"), Signal("a", "2", "event:2")];
        Array.ForEach(taken, executor.Deliver);
        executor.Release(RunExit.Released);
        await exit;
        Assert.DoesNotContain(engine.Store.Commits, commit => commit.InboxRead.Count > 0);

        var again = engine.Start(
            tasks, recorded: engine.Store.StepsOf(engine.RunId), signals: [.. taken, Signal("z", "3", "event:3")]);

        Assert.Equal("[1,2]", (await engine.EndAsync(again.Exit)).Output);
        Assert.Equal(
            ["event:1", "event:2", "event:3"], engine.Store.Commits.SelectMany(commit => commit.InboxRead));
    }

    [Fact]
    public async Task Listen_WhenTwoBranchesWantTheSame_EachTakesOne()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("""
            do:
            - both:
                fork:
                  branches:
                  - l: { listen: { to: { one: { with: { type: paid } } } } }
                  - r: { listen: { to: { one: { with: { type: paid } } } } }
            """);
        await Until.TrueAsync(() => executor.IsWaiting && engine.StepText().Contains("r[0#1]=Running"));

        executor.Deliver(Signal("paid", "1"));
        await Until.TrueAsync(() => engine.StepText().Contains("=Completed"));
        Assert.False(exit.IsCompleted);
        executor.Deliver(Signal("paid", "2"));

        var ended = await engine.EndAsync(exit);
        Assert.True(ended.Output is "[[1],[2]]" or "[[2],[1]]", ended.Output);
    }

    [Fact]
    public async Task Listen_WhenARaceIsLostWithHalfOfWhatItWanted_LeavesThatToTheNext()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("""
            do:
            - race:
                fork:
                  compete: true
                  branches:
                  - l: { listen: { to: { all: [ { with: { type: a } }, { with: { type: b } } ] } } }
                  - r: { listen: { to: { one: { with: { type: c } } } } }
            - next: { listen: { to: { one: { with: { type: a } } } } }
            """);
        await Until.TrueAsync(() => executor.IsWaiting && engine.StepText().Contains("r[0#1]=Running"));

        executor.Deliver(Signal("a", "1"));
        executor.Deliver(Signal("c", "3"));

        Assert.Equal("[1]", (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task Listen_WhenItTakesLong_IsParkedAndKnowsWhatItHasLookedAt()
    {
        await using var engine = new Engine();
        var other = Signal("other", "1");
        var (executor, exit) = engine.Start(One, signals: [other]);
        await Until.TrueAsync(() => executor.IsWaiting);
        engine.Clock.Advance(engine.Options.ParkAfter);

        await executor.TryParkAsync(engine.Clock.GetUtcNow());

        Assert.Equal(RunExit.Parked, (await engine.EndAsync(exit)).Exit);
        Assert.Equal(other.Arrival, engine.Store.Commits[^1].SignalsSeen);
        var again = engine.Start(
            One, recorded: engine.Store.StepsOf(engine.RunId), signals: [other, Signal("paid", "2")]);
        Assert.Equal("[2]", (await engine.EndAsync(again.Exit)).Output);
    }

    [Fact]
    public async Task R3_Listen_WhenTheOwnerDiesBeforeTheCommit_TheNextOwnerTakesTheSameSignal()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(One);
        await Until.TrueAsync(() => executor.IsWaiting);
        engine.Store.Before = _ => new CommitResult(CommitOutcome.Fenced);
        var signal = Signal("paid", "1");
        executor.Deliver(signal);
        Assert.Equal(RunExit.Fenced, (await engine.EndAsync(exit)).Exit);
        engine.Store.Before = _ => null;

        var again = engine.Start(One, recorded: engine.Store.StepsOf(engine.RunId), signals: [signal]);

        Assert.Equal("[1]", (await engine.EndAsync(again.Exit)).Output);
    }

    [Theory]
    [InlineData(true, "[5]")]
    [InlineData(false, "timeout")]
    public async Task Timeout_WhenTheOwnerCameBackLate_OnlyWhatArrivedInTimeCounts(bool isInTime, string expected)
    {
        await using var engine = new Engine();
        const string tasks = """
            do:
            - safe:
                try:
                - paid: { listen: { to: { one: { with: { type: paid } } } }, timeout: { after: { minutes: 1 } } }
                catch: { as: e, do: [ { late: { set: { late: '${ $e.type }' } } } ] }
            """;
        var (executor, exit) = engine.Start(tasks);
        await Until.TrueAsync(() => executor.IsWaiting && engine.StepText().Contains("paid[0#1]=Running"));
        executor.Release(RunExit.Released);
        await exit;
        var signal = Signal("paid", "5") with
        {
            ReceivedAt = engine.Clock.GetUtcNow() + TimeSpan.FromSeconds(isInTime ? 59 : 61),
        };
        engine.Clock.Advance(TimeSpan.FromMinutes(5));

        var again = engine.Start(
            tasks, recorded: engine.Store.StepsOf(engine.RunId), startedAt: engine.Clock.GetUtcNow(),
            signals: [signal]);

        Assert.Contains(expected, (await engine.EndAsync(again.Exit)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Approval_WhenSomebodyDecides_OnlyTheDecisionAboutThisStepEndsIt()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Approval, """{"amount":7}""");
        await Until.TrueAsync(() => executor.IsWaiting);
        Assert.Contains(
            "\"approval\":{\"title\":\"Pay 7?\",\"prompt\":null,\"expires_at\":\"2026-05-04T13:00:00",
            engine.Store.StepsOf(engine.RunId)[0].Metadata.ToString(), StringComparison.Ordinal);

        executor.Deliver(Signal("workflow.approval", """{"decision":"approve"}"""));
        executor.Deliver(Signal("workflow.approval", "1", "approval:1@0@/do/0/other"));
        await Until.TrueAsync(() => executor.IsWaiting);
        Assert.False(exit.IsCompleted);
        executor.Deliver(Signal("workflow.approval", """{"decision":"reject"}""", "approval:1@0@/do/0/ok"));

        Assert.Equal("""[{"decision":"reject"}]""", (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task Pause_WhenASignalComesMeanwhile_IsTakenAtTheResume()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(One);
        await Until.TrueAsync(() => executor.IsWaiting);
        executor.SetPause(new PauseMark(true, 1));

        executor.Deliver(Signal("paid", "1"));
        await Until.TrueAsync(() => executor.IsWaiting);
        Assert.Equal("paid[0#1]=Running", engine.StepText());
        executor.SetPause(new PauseMark(false, 2));

        Assert.Equal("[1]", (await engine.EndAsync(exit)).Output);
    }

    private ArrivedSignal Signal(string type, string data, string? key = null)
    {
        var number = _sent.Count + 1;
        var signal = new ArrivedSignal(
            key ?? $"signal:{number}", number, DateTimeOffset.UnixEpoch,
            RawJson.FromText($$"""{"id":"{{number}}","type":"{{type}}","source":"/test","data":{{data}}}"""));
        _sent.Add(signal);
        return signal;
    }
}
