using Workflow.Definitions.Syntax;
using Workflow.Execution.Tasks.Try;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class TryTests
{
    private const string Retrying = """
        do:
        - safe:
            try: [ { flaky: { call: A } } ]
            catch:
              errors: { with: { status: 503 } }
              retry: { delay: { seconds: 1 }, backoff: { exponential: {} }, limit: { attempt: { count: 3 } } }
        """;

    [Theory]
    [InlineData("catch: {}", "5")]
    [InlineData("catch: { do: [ { mend: { set: { was: '${ $error.status }' } } } ] }", """{"was":418}""")]
    [InlineData("catch: { as: e, do: [ { mend: { set: { was: '${ $e.title }' } } } ] }", """{"was":"No"}""")]
    [InlineData(
        "catch: { errors: { with: { status: 418 } }, do: [ { mend: { set: { ok: true } } } ] }", """{"ok":true}""")]
    [InlineData("catch: { when: '${ $error.status == 418 }', do: [ { mend: { set: { ok: 1 } } } ] }", """{"ok":1}""")]
    public async Task Try_WhenTheErrorIsCaught_GoesOn(string caught, string output)
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(
            $"do:\n- safe: {{ try: [ {{ bad: {{ raise: {{ error: {{ type: 'https://x/y', status: 418, title: No }} " +
            $"}} }} }} ], {caught} }}", "5");

        Assert.Equal((RunStatus.Completed, output), (ended.Status, ended.Output));
    }

    [Theory]
    [InlineData("catch: { errors: { with: { status: 500 } } }")]
    [InlineData("catch: { when: '${ $error.status == 500 }' }")]
    [InlineData("catch: { exceptWhen: '${ $error.status == 418 }' }")]
    public async Task Try_WhenTheErrorIsNotCaught_Fails(string caught)
    {
        await using var engine = new Engine();

        var ended = await engine.RunAsync(
            $"do:\n- safe: {{ try: [ {{ bad: {{ raise: {{ error: {{ type: 'https://x/y', status: 418, title: No }} " +
            $"}} }} }} ], {caught} }}");

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Contains("418", ended.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Retry_WhenTheCallFailsTwice_WaitsLongerEachTimeAndSucceeds()
    {
        await using var engine = new Engine();
        engine.Agents["A"] = task => task.Attempt < 3 ? engine.Failed(task, 503) : engine.Completed(task, "1");
        var began = engine.Clock.GetUtcNow();
        var (_, exit) = engine.Start(Retrying);
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!exit.IsCompleted)
        {
            Assert.False(patience.IsCancellationRequested);
            if (engine.Clock.NextDue is { } due && due - began < TimeSpan.FromSeconds(10))
            {
                engine.Clock.Advance(due - engine.Clock.GetUtcNow());
            }

            await Task.Delay(1);
        }

        Assert.Equal("1", (await engine.EndAsync(exit)).Output);
        Assert.Equal(TimeSpan.FromSeconds(3), engine.Clock.GetUtcNow() - began);
        Assert.Equal("safe[0#1]=Completed flaky[0#1]=Failed flaky[0#2]=Failed flaky[0#3]=Completed", engine.StepText());
        Assert.Equal(3, engine.Sent.Select(task => task.TaskId).Distinct().Count());
    }

    [Fact]
    public async Task Retry_WhenTheErrorIsOfAnotherKind_DoesNotRetry()
    {
        await using var engine = new Engine();
        engine.Agents["A"] = task => engine.Failed(task, 400);

        var ended = await engine.RunAsync(Retrying);

        Assert.Equal(RunStatus.Failed, ended.Status);
        Assert.Single(engine.Sent);
    }

    [Theory]
    [InlineData(Backoff.Constant, 1, 2)]
    [InlineData(Backoff.Constant, 5, 2)]
    [InlineData(Backoff.Linear, 3, 6)]
    [InlineData(Backoff.Exponential, 1, 2)]
    [InlineData(Backoff.Exponential, 4, 16)]
    [InlineData(Backoff.Exponential, 1000, 86_400)]
    public void Backoff_OfTwoSeconds_GrowsAsDeclared(Backoff backoff, int retry, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), RetryDecision.Backoff(backoff, TimeSpan.FromSeconds(2), retry));

    [Theory]
    [InlineData(Backoff.Constant, 3, 1, 3)]
    [InlineData(Backoff.Constant, 3, 9, 3)]
    [InlineData(Backoff.Linear, 3, 4, 12)]
    [InlineData(Backoff.Linear, 20_000, 2, 36_500)]
    [InlineData(Backoff.Exponential, 3, 1, 3)]
    [InlineData(Backoff.Exponential, 3, 5, 3)]
    [InlineData(Backoff.Exponential, 1, 5, 1)]
    public void Backoff_OfDays_IsKeptAndOnlyTheExponentialOneStopsGrowing(
        Backoff backoff, int first, int retry, int days) =>
        Assert.Equal(TimeSpan.FromDays(days), RetryDecision.Backoff(backoff, TimeSpan.FromDays(first), retry));
}
