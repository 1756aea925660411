using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Verbs;

/// <summary>A platform where runs that wait for seconds stay in memory.</summary>
public sealed class PausePlatform(PostgresFixture postgres) : VerbPlatform(postgres)
{
    protected override (string Name, string Value)[] Settings => [("WORKFLOW_EXECUTION_PARK_AFTER_MS", "60000")];
}

/// <summary>Pause and resume, from HTTP to the agents.</summary>
[Collection(OwnerCollection.Name)]
public sealed class PauseTests(PausePlatform shared) : IClassFixture<PausePlatform>
{
    private LocalPlatform Platform => shared.Local;

    [Fact]
    public async Task Pause_WhenAnAgentIsBeingCalled_RecordsItsAnswerAndCallsNobodyElse()
    {
        var (first, second) = await AgentsAsync("PauseFirst", "PauseSecond");
        var run = await StartAsync("during-call", """
              - first: { call: PauseFirst }
              - second: { call: PauseSecond }
            """);
        await Platform.UntilAsync("the first agent is asked", () => Task.FromResult(first.Calls == 1));

        var paused = await Platform.VerbAsync(run, "pause", new { reason = "look" });
        Assert.Equal("running", paused.GetProperty("status").GetString());
        Assert.Equal(paused.ToString(), (await Platform.VerbAsync(run, "pause")).ToString());
        first.Release();
        second.Release();

        await Platform.UntilStepAsync(run, "first", "COMPLETED");
        await Platform.UntilNothingInMemoryAsync();
        Assert.Equal(0, second.Calls);
        Assert.True(await Platform.ScalarAsync<bool>(
            $"select status = 'RUNNING' and wake_at is null from workflow_runs where run_id = '{run}'"));

        var resumed = await Platform.VerbAsync(run, "resume");
        Assert.Null(resumed.GetProperty("paused_at").GetString());
        await Platform.UntilStatusAsync(run, "COMPLETED");
        Assert.Equal((1, 1), (first.Calls, second.Calls));
        Assert.Equal("pause resume", await Platform.ScalarAsync<string>(
            $"select string_agg(verb, ' ' order by id) from audit_log where run_id = '{run}'"));
    }

    [Fact]
    public async Task Pause_WhenAWaitComesDue_ItsEndWaitsForTheResume()
    {
        var run = await StartAsync("during-wait", """
              - nap: { wait: { seconds: 15 } }
              - after: { set: { done: true } }
            """);
        await Platform.UntilStepAsync(run, "nap", "RUNNING");
        await Platform.VerbAsync(run, "pause");

        await Platform.UntilSqlAsync(
            $"now() > started_at + interval '16 seconds' from step_executions where run_id = '{run}'");
        await Platform.UntilNothingInMemoryAsync();
        Assert.Equal("nap RUNNING", await StepsAsync(run));

        await Platform.VerbAsync(run, "resume");
        await Platform.UntilStatusAsync(run, "COMPLETED");
    }

    [Fact]
    public async Task R6_Cancel_WhenTheRunIsPaused_EndsIt()
    {
        var (first, _) = await AgentsAsync("CancelFirst", "CancelSecond");
        var run = await StartAsync("cancelled", "  - first: { call: CancelFirst }");
        await Platform.UntilAsync("the agent is asked", () => Task.FromResult(first.Calls == 1));
        await Platform.VerbAsync(run, "pause");

        var answer = await Platform.VerbAsync(run, "cancel");

        Assert.Equal("cancelled paused", $"{answer.GetProperty("status")} {answer.GetProperty("stage")}");
        Assert.Equal("/problems/execution-ended", (await Platform.VerbAsync(run, "resume", status: 409))
            .GetProperty("type").GetString());
        await Platform.VerbAsync(run, "pause", status: 409);
        await Platform.UntilNothingInMemoryAsync();
    }

    [Fact]
    public async Task Resume_WhenItsMessageIsLost_IsFoundByTheLook()
    {
        var (first, second) = await AgentsAsync("LostFirst", "LostSecond");
        second.Release();
        var run = await StartAsync("lost-message", """
              - first: { call: LostFirst }
              - second: { call: LostSecond }
            """);
        await Platform.UntilAsync("the first agent is asked", () => Task.FromResult(first.Calls == 1));
        await Platform.VerbAsync(run, "pause");
        first.Release();
        await Platform.UntilStepAsync(run, "first", "COMPLETED");
        await Platform.UntilNothingInMemoryAsync();

        await Platform.ScalarAsync<object>(
            $"update workflow_runs set paused_at = null, revision = revision + 1, "
            + $"outside_revisions = outside_revisions + 1 where run_id = '{run}' returning run_id");

        await Platform.UntilStatusAsync(run, "COMPLETED");
    }

    [Fact]
    public async Task Pause_WhenTheRunIsUnknownOrTheBodyWrong_IsRefused()
    {
        var unknown = await Platform.VerbAsync(Guid.NewGuid(), "pause", status: 404);
        Assert.Equal("/problems/execution-not-found", unknown.GetProperty("type").GetString());
        await Platform.VerbAsync(Guid.NewGuid(), "resume", new { reasons = "x" }, status: 422);
    }

    private async Task<(HeldAgent First, HeldAgent Second)> AgentsAsync(string first, string second) =>
        (await HeldAgent.RegisterAsync(Platform, first), await HeldAgent.RegisterAsync(Platform, second));

    private async Task<Guid> StartAsync(string name, string tasks) =>
        await Platform.StartRunAsync(await Platform.RegisterAsync(tasks, name));

    private Task<string> StepsAsync(Guid run) => Platform.ScalarAsync<string>(
        $"select string_agg(step_id || ' ' || status, ', ' order by step_path) from step_executions "
        + $"where run_id = '{run}'");
}
