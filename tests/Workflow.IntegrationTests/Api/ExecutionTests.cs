using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class ExecutionTests(SmallApi small) : IClassFixture<SmallApi>
{
    private ApiHost Api => small.Host;

    [Fact]
    public async Task Get_WhenPending_HasTheSeedsShapeAndSinceWhenItWaits()
    {
        var (workflow, run) = await StartAsync("pending", """{"input_data": {"n": 1}}""");
        var body = await (await Api.Http.GetAsync($"/api/workflows/executions/{run}")).JsonAsync();
        Assert.StartsWith(
            $$$"""{"id":"{{{run}}}","workflow_id":"{{{workflow}}}","status":"pending","input_data":{"n": 1},"""
            + """
              "output_data":null,"error_message":null,"started_at":"
              """,
            body.GetRawText());
        Assert.EndsWith("\",\"completed_at\":null}", body.GetRawText());
    }

    [Fact]
    public async Task Get_WhenFailed_TellsTimesAndError()
    {
        var (_, run) = await StartAsync("failed");
        await Api.ExecuteAsync($"""
            update workflow_runs set status = 'FAILED', error_message = 'it broke', started_at = '2026-01-01T00:00:01Z',
                   completed_at = '2026-01-01T00:00:02.5Z' where run_id = '{run}'
            """);
        var body = await (await Api.Http.GetAsync($"/api/workflows/executions/{run}")).JsonAsync();
        Assert.Equal("failed it broke", $"{body.Text("status")} {body.Text("error_message")}");
        Assert.Equal(DateTimeOffset.Parse("2026-01-01T00:00:01Z"), body.GetProperty("started_at").GetDateTimeOffset());
        Assert.Equal(
            DateTimeOffset.Parse("2026-01-01T00:00:02.5Z"), body.GetProperty("completed_at").GetDateTimeOffset());
    }

    [Theory]
    [InlineData("/api/workflows/executions/{0}")]
    [InlineData("/api/executions/{0}/steps")]
    public async Task Get_WhenTheRunIsUnknown_Returns404(string path)
    {
        await (await Api.Http.GetAsync(string.Format(path, Guid.NewGuid()))).ProblemAsync(404, "execution-not-found");
        var answer = await Api.Http.GetAsync(string.Format(path, "seven"));
        var problem = await answer.ProblemAsync(422, "invalid-parameter");
        Assert.Equal("execution_id", problem.Text("parameter"));
    }

    [Fact]
    public async Task Steps_WhenNoneBegan_CountsTheDefinitionsTasks()
    {
        var (_, run) = await StartAsync("early");
        var body = await (await Api.Http.GetAsync($"/api/executions/{run}/steps")).JsonAsync();
        Assert.Equal(
            $$"""{"execution_id":"{{run}}","current_step_index":0,"total_steps":2,"steps":[],"""
            + """
              "execution_path":[],"branch_decisions":{}}
              """,
            body.GetRawText());
    }

    [Fact]
    public async Task Steps_WhenTheRunHasBranchesLoopsAndRetries_HasTheSeedsShape()
    {
        var (_, run) = await StartAsync("rich");
        await Api.ExecuteAsync($$"""
            insert into step_executions (run_id, step_path, iteration, attempt, step_id, step_type, agent_name, status,
                error_message, started_at, completed_at, began_revision, ended_revision, metadata)
            select '{{run}}', path, iteration, attempt, id, type, agent, status, error,
                   timestamptz '2026-01-01T00:00:00Z' + began * interval '1 s',
                   case when status <> 'RUNNING'
                        then timestamptz '2026-01-01T00:00:00Z' + (began + 1) * interval '1 s' end,
                   began, began + 1, metadata::json
              from (values
                ('/do/2/c', '0', 2, 'classify', 'agent_execution', 'Classifier', 'COMPLETED', null, 4, null),
                ('/do/2/c', '0', 1, 'classify', 'agent_execution', 'Classifier', 'FAILED', 'timeout', 2, null),
                ('/do/1/a', '0', 1, 'prepare', 'data_processing', null, 'COMPLETED', null, 1,
                    '{"note": "x", "attempt": 9}'),
                ('/do/3/s', '0', 1, 'route', 'decision_point', null, 'COMPLETED', null, 5, '{"case": "slow"}'),
                ('/do/3/s', '1', 1, 'route', 'decision_point', null, 'COMPLETED', null, 6, '{"case": "fast"}'),
                ('/do/4/x', '0', 1, 'skip', 'agent_execution', 'Never', 'SKIPPED', null, 7, null),
                ('/do/5/e', '0', 1, 'extract', 'agent_execution', 'Extractor', 'RUNNING', null, 8, null))
                as v (path, iteration, attempt, id, type, agent, status, error, began, metadata)
            """);
        var body = await (await Api.Http.GetAsync($"/api/executions/{run}/steps")).JsonAsync();

        Assert.Equal("6 7", $"{body.GetProperty("current_step_index")} {body.GetProperty("total_steps")}");
        Assert.Equal("""["Classifier","Extractor"]""", body.GetProperty("execution_path").GetRawText());
        var decision = Assert.Single(body.GetProperty("branch_decisions").EnumerateObject());
        Assert.Equal("route fast", $"{decision.Name} {decision.Value.Text("outcome")}");
        Assert.Equal(
            DateTimeOffset.Parse("2026-01-01T00:00:07Z"), decision.Value.GetProperty("timestamp").GetDateTimeOffset());
        var steps = body.GetProperty("steps").EnumerateArray().ToList();
        Assert.Equal(
            ["prepare", "classify", "classify", "route", "route", "skip", "extract"],
            steps.Select(step => step.Text("step_id")));
        Assert.Equal(
            ["step_id", "step_type", "agent_name", "tool_name", "status", "started_at", "completed_at", "duration_ms",
                "error", "metadata"],
            steps[0].EnumerateObject().Select(member => member.Name));
        Assert.Equal(
            """{"note":"x","step_path":"/do/1/a","iteration":"0","attempt":1}""",
            steps[0].GetProperty("metadata").GetRawText());
        Assert.Equal("timeout", steps[1].Text("error"));
        Assert.Equal(1000, steps[1].GetProperty("duration_ms").GetInt64());
        Assert.Equal("running null", $"{steps[6].Text("status")} {steps[6].GetProperty("duration_ms").GetRawText()}");
    }

    [Fact]
    public async Task R9_Steps_WhenTheRunIsWide_ComeInPages()
    {
        var (_, run) = await StartAsync("wide");
        await Api.ExecuteAsync($"""
            insert into step_executions (run_id, step_path, iteration, step_id, step_type, status, started_at,
                completed_at, began_revision)
            select '{run}', '/do/0/each', n::text, 'each', 'data_processing', 'COMPLETED', now(), now(), n
              from generate_series(0, 2499) as n
            """);
        var first = await (await Api.Http.GetAsync($"/api/executions/{run}/steps")).JsonAsync();
        Assert.Equal(1000, first.GetProperty("steps").GetArrayLength());
        Assert.Equal("2500 2500", $"{first.GetProperty("current_step_index")} {first.GetProperty("total_steps")}");
        var last = await (await Api.Http.GetAsync($"/api/executions/{run}/steps?offset=2498&limit=5")).JsonAsync();
        Assert.Equal(["2498", "2499"], last.GetProperty("steps").EnumerateArray().Select(
            step => step.GetProperty("metadata").Text("iteration")));
        foreach (var query in new[] { "limit=0", "limit=1001", "offset=-1", "offset=x" })
        {
            var answer = await Api.Http.GetAsync($"/api/executions/{run}/steps?{query}");
            await answer.ProblemAsync(422, "invalid-parameter");
        }
    }

    private async Task<(Guid Workflow, Guid Run)> StartAsync(string name, string body = "{}")
    {
        var workflow = await Api.RegisterAsync(Documents.Local(name));
        var answer = await (await Api.StartAsync(workflow, body)).JsonAsync();
        return (workflow, answer.GetProperty("execution_id").GetGuid());
    }
}
