using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Steps that an operator ends by hand.</summary>
public sealed class DecisionTests
{
    private const string Caught = """
        do:
        - safe:
            try: [ { stuck: { call: A } } ]
            catch: { as: problem, do: [ { after: { set: { why: '${ $problem.title }' } } } ] }
        """;

    [Fact]
    public async Task Complete_WhenAnAgentHangs_GoesOnAsIfItHadAnswered()
    {
        await using var engine = new Engine();
        engine.Agents["B"] = task => engine.Completed(task, task.Input.ToString());
        var (executor, exit) = engine.Start(
            "do:\n- stuck: { call: A, output: { as: '${ { got: .x } }' } }\n- next: { call: B }");
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);

        Assert.True(executor.TryDecide("1@0@/do/0/stuck", Verdict(StepVerdict.Complete, """{"x":5}""")));

        var ended = await engine.EndAsync(exit);
        Assert.Equal((RunStatus.Completed, """{"got":5}"""), (ended.Status, ended.Output));
        Assert.Equal(0, engine.Calls.Count);
        Assert.Equal("""{"decided_by":"ann","decision":"complete"}""", Metadata(engine, "stuck"));
        Assert.Contains(engine.Store.Commits, commit => commit.InboxRead.Contains("1@0@/do/0/stuck"));
    }

    [Theory]
    [InlineData("stuck: { call: A }")]
    [InlineData("stuck: { wait: { hours: 1 } }")]
    [InlineData("stuck: { do: [ { inner: { call: A } } ] }")]
    [InlineData("stuck: { for: { in: '${ [1,2] }' }, do: [ { inner: { call: A } } ] }")]
    [InlineData("stuck: { fork: { branches: [ { one: { call: A } }, { two: { wait: { hours: 1 } } } ] } }")]
    public async Task Skip_WhateverTheStepIs_PassesItsInputOn(string stuck)
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start($"do:\n- {stuck}", """{"in":1}""");
        await Until.TrueAsync(() => executor.IsWaiting && engine.StepText().Length > 0);

        Assert.True(executor.TryDecide("1@0@/do/0/stuck", Verdict(StepVerdict.Skip)));

        var ended = await engine.EndAsync(exit);
        Assert.Equal((RunStatus.Completed, """{"in":1}"""), (ended.Status, ended.Output));
        Assert.Equal(
            StepStatus.Skipped, engine.Store.StepsOf(engine.RunId).Single(step => step.StepId == "stuck").Status);
        Assert.DoesNotContain(engine.Store.StepsOf(engine.RunId), step => !step.HasEnded);
    }

    [Fact]
    public async Task Fail_WhenATryIsAround_IsCaughtLikeAnyFailure()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Caught);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);

        executor.TryDecide("1@0@/do/0/safe/try/0/stuck", Verdict(StepVerdict.Fail) with
        {
            Error = new AgentError("urn:gone", 504, "The agent is gone.", null),
        });

        Assert.Equal("""{"why":"The agent is gone."}""", (await engine.EndAsync(exit)).Output);
    }

    [Fact]
    public async Task R3_Decision_WhenTheRunIsLoadedWithIt_IsTakenWithoutAskingTheAgentAgain()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start(Caught);
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);
        executor.Release(RunExit.Released);
        await exit;
        var payload = System.Text.Json.JsonSerializer.SerializeToUtf8Bytes(
            Verdict(StepVerdict.Complete, "7"), MessageJson.Default.StepVerdict);

        var (_, second) = engine.Start(
            Caught, recorded: engine.Store.StepsOf(engine.RunId),
            inbox: new() { ["1@0@/do/0/safe/try/0/stuck"] = new RawJson(payload) });

        var ended = await engine.EndAsync(second);
        Assert.Equal((RunStatus.Completed, "7"), (ended.Status, ended.Output));
        Assert.Single(engine.Sent);
    }

    [Fact]
    public async Task Decision_WhenTheStepIsNotUnderWayOrDecided_IsNotTaken()
    {
        await using var engine = new Engine();
        var (executor, exit) = engine.Start("do:\n- stuck: { call: A }\n- next: { call: B }");
        await Until.TrueAsync(() => executor.IsWaiting && engine.Sent.Count == 1);

        Assert.False(executor.TryDecide("1@0@/do/1/next", Verdict(StepVerdict.Skip)));
        Assert.False(executor.TryDecide("2@0@/do/0/stuck", Verdict(StepVerdict.Skip)));
        Assert.True(executor.TryDecide("1@0@/do/0/stuck", Verdict(StepVerdict.Skip)));
        Assert.False(executor.TryDecide("1@0@/do/0/stuck", Verdict(StepVerdict.Fail)));
        await Until.TrueAsync(() => engine.Sent.Count == 2);
        executor.Release(RunExit.Released);
        await exit;
    }

    private static string Metadata(Engine engine, string step) =>
        engine.Store.StepsOf(engine.RunId).Single(one => one.StepId == step).Metadata.ToString();

    private static StepVerdict Verdict(string verb, string? output = null) =>
        new(verb, "ann", output is null ? default : RawJson.FromText(output), null, default);
}
