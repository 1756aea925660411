using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>A cancellation in whatever situation it finds the run, also when its message is lost.</summary>
[Collection(PlatformCollection.Name)]
public sealed class CancelTests(CancelSituation situation) : IClassFixture<CancelSituation>
{
    private readonly LocalPlatform _platform = situation.Platform;

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R6_Cancel_WhenTheRunIsInALocalLoop_StopsIt(bool isTold)
    {
        var run = await StartAsync("""
              - count: { set: { n: '${ (.n // 0) + 1 }' }, then: count }
            """);
        await _platform.UntilSqlAsync($"count(*) > 300 from step_executions where run_id = '{run}'");

        await AssertStoppedAsync(run, isTold);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R6_Cancel_WhenAnAgentIsCalled_BreaksTheCallOffAndMakesNoOther(bool isTold)
    {
        var (agent, name) = await HoldAsync();
        var run = await StartAsync($$"""
              - ask: { call: {{name}} }
              - again: { call: {{name}} }
            """);
        await _platform.UntilAsync("the agent is called", () => agent.Calls == 1);

        await AssertStoppedAsync(run, isTold);

        await _platform.UntilAsync("the call is broken off", () => agent.BrokenOff == 1);
        Assert.Equal(1, agent.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R6_Cancel_WhenTheExecutorCallsATool_BreaksTheCallOffAndMakesNoOther(bool isTold)
    {
        var (agent, name) = await HoldAsync();
        var call = $$"""
            { call: http, with: { method: post, endpoint: '{{_platform.Agents.Url}}/agents/{{name}}', body: {
              task_id: '${ $workflow.id }', run_id: '${ $workflow.id }', step: s, attempt: 1, input: {} } } }
            """.ReplaceLineEndings("");
        var run = await StartAsync($"  - ask: {call}\n  - again: {call}");
        await _platform.UntilAsync("the tool is called", () => agent.Calls == 1);

        await AssertStoppedAsync(run, isTold);

        await _platform.UntilAsync("the call is broken off", () => agent.BrokenOff == 1);
        Assert.Equal(1, agent.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R6_Cancel_WhenTheRunIsInBackOff_MakesNoOtherAttempt(bool isTold)
    {
        var name = NewName();
        var calls = 0;
        await _platform.RegisterAgentAsync(name, (_, _) =>
        {
            Interlocked.Increment(ref calls);
            throw new InvalidOperationException("No.");
        });
        var run = await StartAsync($$"""
              - safe:
                  try:
                    - flaky: { call: {{name}} }
                  catch:
                    retry: { delay: { minutes: 20 }, limit: { attempt: { count: 5 } } }
            """);
        await _platform.UntilSqlAsync(
            $"count(*) = 1 from step_executions where run_id = '{run}' and step_id = 'flaky' and status = 'FAILED' " +
            "and error ->> 'type' like '%communication'");

        await AssertStoppedAsync(run, isTold);

        Assert.Equal(1, calls);
    }

    [Theory]
    [InlineData("minutes: 20", true)]
    [InlineData("minutes: 20", false)]
    [InlineData("hours: 2", true)]
    [InlineData("hours: 2", false)]
    public async Task R6_Cancel_WhenTheRunWaitsInMemoryOrParked_GoesNoFurther(string wait, bool isTold)
    {
        var run = await StartAsync($"  - pause: {{ wait: {{ {wait} }} }}\n  - after: {{ set: {{ x: 1 }} }}");
        var isParked = wait.StartsWith("hours", StringComparison.Ordinal);
        await _platform.UntilSqlAsync(isParked
            ? $"wake_at is not null from workflow_runs where run_id = '{run}'"
            : $"count(*) = 1 from step_executions where run_id = '{run}' and status = 'RUNNING'");

        await AssertStoppedAsync(run, isTold, isInMemory: !isParked);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R6_Cancel_WhenTheRunFansOut_BreaksEveryCallOffAndMakesNoOther(bool isTold)
    {
        var (agent, name) = await HoldAsync();
        var run = await StartAsync($$"""
              - both:
                  fork:
                    branches:
                      - one: { call: {{name}} }
                      - many:
                          for: { each: n, in: '${ [range(9)] }', parallel: 3 }
                          do: [ { ask: { call: {{name}} } }, { again: { call: {{name}} } } ]
            """);
        await _platform.UntilAsync("four calls are made", () => agent.Calls == 4);

        await AssertStoppedAsync(run, isTold);

        await _platform.UntilAsync("the calls are broken off", () => agent.BrokenOff == 4);
        Assert.Equal(4, agent.Calls);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public async Task R6_Cancel_WhenTheRunWaitsForAChild_EndsTheChildAndBreaksItsCallOff(bool isTold)
    {
        var (agent, name) = await HoldAsync();
        var child = NewName();
        await _platform.RegisterAsync($"  - ask: {{ call: {name} }}\n  - again: {{ call: {name} }}", child);
        var run = await StartAsync($$"""
              - child: { run: { workflow: { namespace: tests, name: {{child}} } } }
              - after: { call: {{name}} }
            """);
        await _platform.UntilAsync("the child calls its agent", () => agent.Calls == 1);

        await AssertStoppedAsync(run, isTold);

        await _platform.UntilAsync("the call is broken off", () => agent.BrokenOff == 1);
        Assert.Equal(1, agent.Calls);
        Assert.Equal("CANCELLED CANCELLED", await _platform.ScalarAsync<string>(
            "select string_agg(status, ' ') from workflow_runs " +
            $"where '{run}' in (run_id, parent_run_id)"));
    }

    /// <summary>Cancels; then nothing about the run changes any more, and its owner lets go of it.</summary>
    private async Task AssertStoppedAsync(Guid run, bool isTold, bool isInMemory = true)
    {
        if (isInMemory)
        {
            await _platform.UntilTakenAsync();
        }

        if (isTold)
        {
            await _platform.CancelAsync(run);
        }
        else
        {
            await _platform.CancelUntoldAsync(run);
        }

        var trace = await _platform.TraceAsync(run);
        await _platform.UntilLetGoAsync();
        Assert.Equal(trace, await _platform.TraceAsync(run));
    }

    private async Task<Guid> StartAsync(string tasks) =>
        await _platform.StartRunAsync(await _platform.RegisterAsync(tasks, NewName()), new { n = 0 });

    private async Task<(HeldAgent Agent, string Name)> HoldAsync()
    {
        var name = NewName();
        return (await HeldAgent.RegisterAsync(_platform, name), name);
    }

    /// <summary>The platform is shared by the tests of this class.</summary>
    private static string NewName() => $"t{Guid.NewGuid():N}";
}
