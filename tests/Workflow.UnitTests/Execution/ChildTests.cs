using Workflow.Execution.Children;
using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class ChildTests
{
    private const string Child = """
        do:
        - before: { set: { n: 1 } }
        - child:
            run: { workflow: { namespace: t, name: other, version: '2.0.0', input: { got: '${ .n }' } } }
            output: { as: '${ { answer: . } }' }
        """;

    private const string Unawaited = """
        do:
        - child: { run: { workflow: { namespace: t, name: other }, await: false } }
        """;

    [Fact]
    public async Task R5_Child_WhenItIsAskedFor_ItsIdIsCommittedBefore()
    {
        await using var engine = new Engine();
        engine.Start(Child);
        await UntilAskedAsync(engine);

        var (request, steps) = Assert.Single(engine.Asked);
        var step = Assert.Single(steps, found => found.StepId == "child");
        Assert.Equal((StepStatus.Running, StepType.SubWorkflow), (step.Status, step.StepType));
        Assert.Contains($"\"child_run_id\":\"{request.ChildId}\"", step.Metadata.ToString(), StringComparison.Ordinal);
        Assert.Equal(request.TaskId, step.TaskId);
        Assert.Equal(7, request.ChildId.Version);
        Assert.Equal(new WorkflowReference("t", "other", "2.0.0"), request.Workflow);
        Assert.Equal("""{"got":1}""", request.Input.ToString());
        Assert.True(request.IsAwaited);
    }

    [Fact]
    public async Task Child_WhenItCompletes_ItsOutputIsTheTasksRawOutput()
    {
        await using var engine = new Engine();
        var (_, exit) = engine.Start(Child);
        await EndAsync(engine, "completed", output: """{"x":[1,2]}""");

        var ended = await engine.EndAsync(exit);

        Assert.Equal("""{"answer":{"x":[1,2]}}""", ended.Output);
        Assert.Contains(
            engine.Asked.Single().Request.TaskId.ToString(), engine.Store.Commits.SelectMany(one => one.InboxRead));
    }

    [Theory]
    [InlineData("completed", "null", """{"answer":null}""")]
    [InlineData("completed", "", """{"answer":null}""")]
    public async Task Child_WhenItLeavesNothing_TheOutputIsNull(string status, string output, string expected)
    {
        await using var engine = new Engine();
        var (_, exit) = engine.Start(Child);
        await EndAsync(engine, status, output);

        Assert.Equal(expected, (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task Child_WhenItFails_RaisesItsErrorAtTheTask()
    {
        await using var engine = new Engine();
        var (_, exit) = engine.Start(Child);
        var child = await EndAsync(engine, "failed", error: """
            { "type": "https://example.com/broken", "status": 418, "title": "Broken.", "detail": "By x.",
              "instance": "/do/3/inner" }
            """);

        var ended = await engine.EndAsync(exit);

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Equal(
            """{"type":"https://example.com/broken","status":418,"title":"Broken.","detail":"By x. """ +
            $"(run {child} of t/other 2.0.0, at /do/3/inner)\",\"instance\":\"/do/1/child\"}}", ended.Error);
    }

    [Theory]
    [InlineData("failed", "serverlessworkflow.io/spec/1.0.0/errors/runtime")]
    [InlineData("cancelled", "/problems/child-cancelled")]
    public async Task Child_WhenNothingButAMessageIsKnown_RaisesAClearErrorThatTryCatches(string status, string type)
    {
        await using var engine = new Engine();
        var (_, exit) = engine.Start("""
            do:
            - safe:
                try: [ { child: { run: { workflow: { namespace: t, name: other } } } } ]
                catch: { as: e, do: [ { seen: { set: { type: '${ $e.type }', detail: '${ $e.detail }' } } } ] }
            """);
        await EndAsync(engine, status, message: "enough");

        var ended = await engine.EndAsync(exit);

        Assert.Equal(RunStatus.Completed, ended.Status);
        Assert.Contains(type, ended.Output, StringComparison.Ordinal);
        Assert.Contains("enough", ended.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Child_WhenItIsNotAwaited_TheRunGoesOnWithItsId()
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(Unawaited, "5");

        var request = engine.Asked.Single().Request;
        Assert.False(request.IsAwaited);
        Assert.Equal("5", request.Input.ToString());
        Assert.Equal($$"""{"run_id":"{{request.ChildId}}"}""", ended.Output);
    }

    [Theory]
    [InlineData(Child)]
    [InlineData(Unawaited)]
    public async Task R3_Replay_WhenTheParentDiedAfterAskingForAChild_AsksForTheSameOne(string tasks)
    {
        await using var engine = new Engine();
        engine.Enter = _ =>
        {
            engine.Store.Before = _ => new CommitResult(CommitOutcome.Fenced);
            return new(ChildEntry.NotOurs);
        };
        Assert.Equal(RunExit.Fenced, (await engine.RunAsync(tasks, "{}")).Exit);
        engine.Store.Before = _ => null;
        engine.Enter = _ => new(ChildEntry.Entered);

        engine.Start(tasks, "{}", engine.Store.StepsOf(engine.RunId));
        await UntilAskedAsync(engine, 2);

        Assert.Single(engine.Asked.Select(asked => asked.Request.ChildId).Distinct());
        Assert.Single(engine.Asked.Select(asked => asked.Request.TaskId).Distinct());
    }

    [Fact]
    public async Task R3_Replay_WhenTheChildHasEndedMeanwhile_TakesItFromTheInboxAndAsksForNone()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Child);
        await UntilAskedAsync(engine);
        executor.Release(RunExit.Released);
        await exit;
        var (request, _) = engine.Asked.Single();
        engine.Asked.Clear();

        var again = engine.Start(Child, recorded: engine.Store.StepsOf(engine.RunId), inbox: new()
        {
            [request.TaskId.ToString()] = RawJson.FromText(
                $$"""{"run_id":"{{request.ChildId}}","status":"completed","output":7,"error":null}"""),
        });

        Assert.Equal("""{"answer":7}""", (await engine.EndAsync(again.Exit)).Output);
        Assert.Empty(engine.Asked);
    }

    [Fact]
    public async Task Child_WhenItTakesLong_TheParentIsParked()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Child);
        await UntilAskedAsync(engine);
        await Until.TrueAsync(() => executor.IsWaiting);
        await executor.TryParkAsync(engine.Clock.GetUtcNow());
        Assert.False(exit.IsCompleted);

        engine.Clock.Advance(engine.Options.ParkAfter);
        await executor.TryParkAsync(engine.Clock.GetUtcNow());

        Assert.Equal(RunExit.Parked, await exit);
        Assert.NotNull(engine.Store.Commits[^1].WakeAt);
    }

    [Theory]
    [InlineData(ChildEntry.UnknownWorkflow, "There is no workflow t/other 2.0.0")]
    [InlineData(ChildEntry.TooDeep, "option ChildLevelsMax")]
    [InlineData(ChildEntry.Refused, "22P02 no")]
    public async Task R9_Child_WhenItCannotBeEntered_FailsAndSaysWhy(ChildEntry entry, string message)
    {
        await using var engine = new Engine();
        engine.Enter = _ => new(entry, "22P02 no");

        var ended = await engine.RunAsync(Child);

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains(message, ended.Message, StringComparison.Ordinal);
        Assert.EndsWith("(at /do/1/child)", ended.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R9_Child_WhenItsInputIsTooLarge_FailsAndNamesTheLimit()
    {
        await using var engine = new Engine(new() { PayloadBytesMax = 1_024 });

        var ended = await engine.RunAsync("""
            do:
            - child: { run: { workflow: { namespace: t, name: other, input: { text: '${ "x" * 2000 }' } } } }
            """);

        Assert.Contains("PayloadBytesMax", ended.Message, StringComparison.Ordinal);
        Assert.Empty(engine.Asked);
    }

    [Fact]
    public async Task R6_Child_WhenTheParentHasEndedMeanwhile_IsNotEnteredAgainAndTheRunStops()
    {
        await using var engine = new Engine();
        engine.Enter = _ =>
        {
            engine.Store[engine.RunId] = (RunStatus.Cancelled, 9);
            return new(ChildEntry.NotOurs);
        };

        var ended = await engine.RunAsync(Child);

        Assert.Equal((RunExit.Ended, RunStatus.Cancelled), (ended.Exit, ended.Status));
        Assert.Single(engine.Asked);
    }

    private static Task UntilAskedAsync(Engine engine, int count = 1) =>
        Until.TrueAsync(() => engine.Asked.Count >= count);

    /// <summary>Ends the child that the run waits for; returns its id.</summary>
    private static async Task<Guid> EndAsync(
        Engine engine, string status, string output = "", string error = "", string? message = null)
    {
        await UntilAskedAsync(engine);
        var (request, _) = engine.Asked.Single();
        var end = new ChildEnd(
            request.ChildId, status, output.Length == 0 ? default : RawJson.FromText(output),
            error.Length == 0 ? default : RawJson.FromText(error), message);
        Assert.True(engine.Children.TryDeliver(request.TaskId, end));
        return request.ChildId;
    }
}
