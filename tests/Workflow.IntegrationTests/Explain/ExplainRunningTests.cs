using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Explain;

/// <summary>What running runs wait for.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ExplainRunningTests(ExplainApi shared) : ExplainTest(shared)
{
    private const string Ask = "/do/1/guard/try/0/ask";

    [Fact]
    public async Task Explain_WhenNoStepIsOpen_SaysThatTheOwnerWorks()
    {
        var told = await ExplainAsync(await StartRunningAsync());
        Assert.Equal("executing", Codes(told));
        Assert.Equal("owner", FactsOf(told, "executing").Text("owner"));
        Assert.Contains("timeout", Next(told, 0));
    }

    [Fact]
    public async Task Explain_WhenAnAgentIsAsked_TellsAttemptDeadlineAndSending()
    {
        var run = await StartRunningAsync();
        await StepAsync(run, "/do/1/guard", "guard", "data_processing");
        var task = Guid.NewGuid();
        await AskAsync(run, $", task_id, attempt", $", '{task}', 2");

        var told = await ExplainAsync(run);

        Assert.Equal("waiting-for-agent", Codes(told));
        Assert.StartsWith(
            "Running: agent 'Explained' has not answered step 'ask' (attempt 2 of 4) for 1 min", told.Text("summary"));
        var (reason, facts) = (ReasonOf(told, "waiting-for-agent"), FactsOf(told, "waiting-for-agent"));
        Assert.Equal(task, facts.GetProperty("task_id").GetGuid());
        Assert.Equal("2 4", $"{facts.GetProperty("attempt")} {facts.GetProperty("attempts_max")}");
        var began = reason.GetProperty("since").GetDateTimeOffset();
        Assert.Equal(began.AddHours(1), reason.GetProperty("until").GetDateTimeOffset());
        Assert.Equal(began, facts.GetProperty("last_sent_at").GetDateTimeOffset());
        Assert.Contains("by the timeout of task 'ask'", Next(told, 0));

        await Api.ExecuteAsync("update shards set taken_at = now() - interval '10 s'");
        var sent = FactsOf(await ExplainAsync(run), "waiting-for-agent").GetProperty("last_sent_at");
        Assert.True(sent.GetDateTimeOffset() > began);
    }

    [Fact]
    public async Task Explain_WhenTheAgentsOwnLimitComesFirst_NamesIt()
    {
        var run = await StartRunningAsync();
        await Api.ExecuteAsync("update agents set timeout_seconds = 90");
        await AskAsync(run);
        Assert.Contains("by the limit of agent 'Explained'", Next(await ExplainAsync(run), 0));
    }

    [Fact]
    public async Task Explain_WhileNoBridgeLives_SaysSo()
    {
        var run = await StartRunningAsync();
        await Api.ExecuteAsync("update consumers set seen_at = now() - interval '2 h' where kind = 'bridge'");
        await AskAsync(run);
        var told = await ExplainAsync(run);
        Assert.Equal("no-bridge waiting-for-agent", Codes(told));
        Assert.Contains("the last sign of life was 2 h ago", told.Text("summary"));
        await Api.ExecuteAsync("update agents set transport = 'kafka'");
        Assert.Equal("waiting-for-agent", Codes(await ExplainAsync(run)));
    }

    [Fact]
    public async Task Explain_WhenTheAgentIsDisabledOrDeleted_SaysSo()
    {
        var run = await StartRunningAsync();
        await AskAsync(run);
        await Api.PutAgentAsync("Explained", """{"endpoint": "http://127.0.0.1:9/x", "enabled": false}""");
        Assert.Equal("agent-disabled waiting-for-agent", Codes(await ExplainAsync(run)));
        await Api.Http.DeleteAsync("/api/v1/agents/Explained");
        var told = await ExplainAsync(run);
        Assert.Equal("agent-gone waiting-for-agent", Codes(told));
        Assert.Contains("PUT /api/v1/agents/Explained", told.GetProperty("remedies")[0].GetString());
    }

    [Fact]
    public async Task Explain_WhenARetryIsDue_TellsTheBackOffAndTheError()
    {
        var run = await StartRunningAsync();
        await StepAsync(
            run, "/do/1/guard", "guard", "data_processing", ", metadata",
            """, json_build_object('retry', 2, 'until', now() + interval '5 min')""");
        await Api.ExecuteAsync($"""
            insert into step_executions (run_id, step_path, attempt, step_id, step_type, agent_name, status,
                                         error_message, started_at, completed_at, began_revision, ended_revision)
            values ('{run}', '{Ask}', 2, 'ask', 'agent_execution', 'Explained', 'FAILED', 'It answered 500.',
                    now() - interval '1 min', now() - interval '50 s', 1, 2)
            """);
        var told = await ExplainAsync(run);
        Assert.Equal("back-off", Codes(told));
        Assert.StartsWith(
            "Running: attempt 2 of 4 inside 'guard' failed (It answered 500), and the next one waits until 20",
            told.Text("summary"));
        Assert.Equal("Attempt 3 begins.", Next(told, 0));
        Assert.Equal(
            ReasonOf(told, "back-off").GetProperty("until").GetDateTimeOffset(),
            told.GetProperty("next")[0].GetProperty("when").GetDateTimeOffset());
    }

    [Fact]
    public async Task Explain_WhenAStepWaits_TellsUntilWhenAndThatItIsParked()
    {
        var run = await StartRunningAsync();
        await Api.ExecuteAsync($"""
            update workflow_runs set wake_at = now() + interval '1 h' where run_id = '{run}'
            """);
        await StepAsync(
            run, "/do/2/nap", "nap", "wait", ", metadata",
            """, json_build_object('until', now() + interval '1 h')""");
        var told = await ExplainAsync(run);
        Assert.Equal("waiting-until", Codes(told));
        Assert.Contains("parked", Next(told, 0) + Next(told, 1));
    }

    [Fact]
    public async Task Explain_WhenAStepWaitsWithoutATime_WaitsForASignal()
    {
        var run = await StartRunningAsync();
        await StepAsync(run, "/do/2/nap", "nap", "wait");
        Assert.Equal("waiting-for-signal", Codes(await ExplainAsync(run)));
    }

    [Fact]
    public async Task Explain_WhenAChildIsAwaited_NamesItAndItsStatus()
    {
        var run = await StartRunningAsync();
        var task = Guid.NewGuid();
        await StepAsync(run, "/do/0/sub", "sub", "sub_workflow", ", task_id", $", '{task}'");
        Assert.Equal("waiting-for-child", Codes(await ExplainAsync(run)));
        var child = await StartAsync();
        await Api.ExecuteAsync($"""
            update workflow_runs set parent_run_id = '{run}', parent_task_id = '{task}' where run_id = '{child}'
            """);
        var told = await ExplainAsync(run);
        Assert.Contains($"its child run {child} of 'explained', which is pending", told.Text("summary"));
        Assert.Equal(child, FactsOf(told, "waiting-for-child").GetProperty("child_execution_id").GetGuid());
        Assert.Contains($"/api/v1/executions/{child}/explain", told.GetProperty("remedies")[0].GetString());
    }

    [Fact]
    public async Task Explain_WhenAToolIsCalled_TellsForHowLong()
    {
        var run = await StartRunningAsync();
        await StepAsync(run, "/do/0/fetch", "fetch", "tool_call", ", tool_name", ", 'http'", began: "3 h 20 min");
        Assert.Equal(
            "Running: step 'fetch' (tool http) has been running for 3 h 20 min.",
            (await ExplainAsync(run)).Text("summary"));
    }

    [Fact]
    public async Task R9_Explain_WhenManyStepsAreOpen_TellsTheFirstAndCountsTheRest()
    {
        var run = await StartRunningAsync();
        for (var i = 0; i < 5; i++)
        {
            await StepAsync(run, Ask, "ask", "agent_execution", ", agent_name, iteration", $", 'Explained', '{i}'");
        }

        var told = await ExplainAsync(run);
        Assert.Equal("waiting-for-agent waiting-for-agent waiting-for-agent more-steps", Codes(told));
        Assert.Equal(5, FactsOf(told, "more-steps").GetProperty("open_steps").GetInt32());
    }

    [Fact]
    public async Task Explain_WhenStepsLieWithinLoops_TellsTheInnermostOfEachTurn()
    {
        var run = await StartRunningAsync();
        await StepAsync(run, "/do/0/each", "each", "data_processing");
        await StepAsync(run, "/do/0/each/for/do/0/block", "block", "data_processing", ", iteration", ", '0'");
        await StepAsync(
            run, "/do/0/each/for/do/0/block/do/0/ask", "ask", "agent_execution", ", agent_name, iteration",
            ", 'Explained', '1'");
        Assert.Equal("executing waiting-for-agent", Codes(await ExplainAsync(run)));
        await Api.ExecuteAsync("update step_executions set iteration = '1' where step_id = 'block'");
        Assert.Equal("waiting-for-agent", Codes(await ExplainAsync(run)));
    }

    [Fact]
    public async Task Explain_WhenOwnersDiedOnIt_TellsOfRecoveryAndQuarantine()
    {
        var run = await StartRunningAsync();
        await Api.ExecuteAsync(
            $"update workflow_runs set recoveries = 2, recovered_revision = revision where run_id = '{run}'");
        var told = await ExplainAsync(run);
        Assert.Equal("recovering executing", Codes(told));
        Assert.Contains("2 times", told.Text("summary"));
        await Api.ExecuteAsync($"update workflow_runs set alone_epoch = 1 where run_id = '{run}'");
        Assert.Equal("quarantined executing", Codes(await ExplainAsync(run)));
        await Api.ExecuteAsync($"""
            update workflow_runs set alone_epoch = null, revision = revision + 1 where run_id = '{run}'
            """);
        Assert.Equal("executing", Codes(await ExplainAsync(run)));
    }

    [Fact]
    public async Task Explain_WhenSomethingArrived_CountsWhatIsUnread()
    {
        var run = await StartRunningAsync();
        await Api.ExecuteAsync($"""
            insert into run_inbox (run_id, kind, unique_key, shard, payload)
            select '{run}', 'agent_result', n::text, 3, '1' from generate_series(1, 25) n
            """);
        var told = await ExplainAsync(run);
        Assert.Equal("executing unread-inbox", Codes(told));
        Assert.Equal(25, FactsOf(told, "unread-inbox").GetProperty("unread").GetInt32());
        Assert.Equal("""["agent_result"]""", FactsOf(told, "unread-inbox").GetProperty("kinds").GetRawText());
    }

    [Fact]
    public async Task Explain_WhenTheOwnerIsSilent_TellsThatFirst()
    {
        var run = await StartRunningAsync();
        await AskAsync(run);
        await Api.ExecuteAsync("update consumers set seen_at = now() - interval '20 s' where kind = 'consumer'");
        Assert.Equal("no-consumer waiting-for-agent", Codes(await ExplainAsync(run)));
    }

    private Task AskAsync(Guid run, string more = "", string values = "") =>
        StepAsync(run, Ask, "ask", "agent_execution", ", agent_name" + more, ", 'Explained'" + values);

    private static string Next(JsonElement told, int index) => told.GetProperty("next")[index].Text("what");
}
