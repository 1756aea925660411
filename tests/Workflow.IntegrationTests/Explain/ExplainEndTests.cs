using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Explain;

/// <summary>How runs ended.</summary>
[Collection(PostgresCollection.Name)]
public sealed class ExplainEndTests(ExplainApi shared) : ExplainTest(shared)
{
    [Fact]
    public async Task Explain_WhenCompleted_TellsHowLongItTook()
    {
        var run = await StartRunningAsync();
        await Api.ExecuteAsync($"""
            update workflow_runs set status = 'COMPLETED', completed_at = started_at + interval '3 d 4 h'
             where run_id = '{run}'
            """);
        var told = await ExplainAsync(run);
        Assert.Equal("completed", Codes(told));
        Assert.Equal("Completed: it reached the end of its definition after 3 d 4 h.", told.Text("summary"));
        Assert.Empty(told.GetProperty("next").EnumerateArray());
    }

    [Fact]
    public async Task Explain_WhenFailed_NamesTheStepTheErrorAndARemedy()
    {
        var run = await StartRunningAsync();
        await Api.ExecuteAsync($$"""
            insert into step_executions (run_id, step_path, attempt, step_id, step_type, agent_name, status,
                                         error_message, started_at, completed_at, began_revision, ended_revision)
            select '{{run}}', path, attempt, id, type, agent, 'FAILED', 'No answer.', now(), now(), 1, 2
              from (values ('/do/1/guard', 1, 'guard', 'data_processing', null),
                           ('/do/1/guard/try/0/ask', 3, 'ask', 'agent_execution', 'Explained'))
                   as v (path, attempt, id, type, agent);
            update workflow_runs set status = 'FAILED', completed_at = now(), error_message = 'No answer.',
                   error = '{"type": "https://serverlessworkflow.io/spec/1.0.0/errors/timeout", "status": 408,
                             "title": "Timeout", "detail": "\ud800"}'
             where run_id = '{{run}}'
            """);
        var told = await ExplainAsync(run);
        Assert.Equal("failed", Codes(told));
        Assert.Equal("Failed: it failed at step 'ask' (attempt 3): No answer.", told.Text("summary"));
        var facts = FactsOf(told, "failed");
        Assert.EndsWith("/timeout", facts.Text("error_type"));
        Assert.Equal("408 Explained", $"{facts.GetProperty("error_status")} {facts.Text("agent")}");
        Assert.Equal(2, told.GetProperty("remedies").GetArrayLength());
        Assert.Contains("timeout", told.GetProperty("remedies")[0].GetString());
        Assert.Contains($"{run}/retry", told.GetProperty("remedies")[1].GetString());
    }

    [Fact]
    public async Task Explain_WhenFailedWithoutAnyStep_StillTellsTheError()
    {
        var run = await StartAsync();
        await Api.ExecuteAsync($"""
            update workflow_runs set status = 'FAILED', completed_at = now(), error_message = 'poison: again and again.'
             where run_id = '{run}'
            """);
        Assert.Equal("Failed: it failed: poison: again and again.", (await ExplainAsync(run)).Text("summary"));
    }

    [Fact]
    public async Task Explain_WhenCancelled_TellsByWhomAndWhy()
    {
        var run = await StartAsync();
        await Api.PostAsync($"/api/v1/executions/{run}/cancel", """{"reason": "wrong input"}""");
        var told = await ExplainAsync(run);
        Assert.Equal("Cancelled: it was cancelled by local: wrong input", told.Text("summary"));
        Assert.Equal("local", FactsOf(told, "cancelled").Text("cancelled_by"));
        Assert.NotEqual(JsonValueKind.Null, ReasonOf(told, "cancelled").GetProperty("since").ValueKind);
    }
}
