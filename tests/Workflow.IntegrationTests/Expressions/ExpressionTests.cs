using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Expressions;

/// <summary>An API with low limits for trying expressions.</summary>
public sealed class ExpressionApi(PostgresFixture postgres) : ApiTest(postgres)
{
    public ApiHost Host => Api;

    protected override string[] Settings =>
        ["--WORKFLOW_EXPRESSION_RESULTS_MAX=3", "--WORKFLOW_EXPRESSION_STEPS_MAX=5000",
            "--WORKFLOW_EXPRESSION_DATA_BYTES_MAX=2000"];
}

[Collection(PostgresCollection.Name)]
public sealed class ExpressionTests(ExpressionApi shared) : IClassFixture<ExpressionApi>
{
    private ApiHost Api => shared.Host;

    [Theory]
    [InlineData("""{"expression": ".n + 1"}""", "[8]")]
    [InlineData("""{"expression": "${ .n + 1 }"}""", "[8]")]
    [InlineData("""{"expression": ".sum, $input.n", "on": "output"}""", "[12,7]")]
    [InlineData("""{"expression": ".", "step_path": "/do/0/say"}""", "[{\"last\":true}]")]
    [InlineData("""{"expression": "$output", "step_path": "/do/0/say", "iteration": "1"}""", "[\"early\"]")]
    [InlineData("""{"expression": "$output", "step_path": "/do/0/say", "attempt": 1}""", "[\"late\"]")]
    [InlineData("""{"expression": "empty"}""", "[]")]
    [InlineData("""{"expression": "now | . > 0"}""", "[true]")]
    public async Task Try_WhenItIsRight_GivesWhatRunsWould(string body, string results)
    {
        var tried = await (await TryAsync(await EndedAsync(), body)).JsonAsync();
        Assert.Equal(results, tried.GetProperty("results").GetRawText());
        Assert.Equal(JsonValueKind.Null, tried.GetProperty("error").ValueKind);
    }

    [Fact]
    public async Task Try_WhenItFailsOnTheWay_TellsWhatCameBeforeAndWhy()
    {
        var tried = await (await TryAsync(await EndedAsync(), """{"expression": "1, error(\"no\")"}""")).JsonAsync();
        Assert.Equal("[1]", tried.GetProperty("results").GetRawText());
        Assert.Equal("no", tried.GetProperty("error").Text("message"));
    }

    [Fact]
    public async Task R9_Try_WhenItWouldTakeTooMuch_StopsAtTheBound()
    {
        var run = await EndedAsync();
        var endless = await (await TryAsync(run, """{"expression": "last(range(1e9))"}""")).JsonAsync();
        Assert.Equal("steps", endless.GetProperty("error").Text("limit"));
        var many = await (await TryAsync(run, """{"expression": "range(50)"}""")).JsonAsync();
        Assert.Equal("[0,1,2] True", $"{many.GetProperty("results").GetRawText()} {many.GetProperty("is_more")}");
        var large = await EndedAsync(new string('x', 3_000));
        var problem = await (await TryAsync(large, """{"expression": "."}""")).ProblemAsync(422, "invalid-body");
        Assert.Contains("WORKFLOW_EXPRESSION_DATA_BYTES_MAX", problem.GetProperty("errors")[0].Text("expected"));
    }

    [Theory]
    [InlineData("""{"expression": ".n +"}""", "/expression", 1, 5)]
    [InlineData("""{"expression": "${ .n + }"}""", "/expression", 1, 9)]
    [InlineData("""{"expression": ".n\n  | nosuch"}""", "/expression", 2, 5)]
    [InlineData("""{"expression": "$secrets"}""", "/expression", 1, 1)]
    [InlineData("""{"expression": "env"}""", "/expression", 1, 1)]
    [InlineData("""{"expression": ".", "attempt": 1}""", "/attempt", null, null)]
    [InlineData("""{"expression": ".", "step_path": "/do/9/none"}""", "/step_path", null, null)]
    [InlineData("""{"on": "input"}""", "/expression", null, null)]
    public async Task Try_WhenTheRequestIsWrong_NamesThePlace(string body, string pointer, int? line, int? column)
    {
        var problem = await (await TryAsync(await EndedAsync(), body)).ProblemAsync(422, "invalid-body");
        var error = problem.GetProperty("errors")[0];
        Assert.Equal(pointer, error.Text("pointer"));
        Assert.Equal($"{line} {column}", $"{error.GetProperty("line")} {error.GetProperty("column")}");
    }

    private async Task<Guid> EndedAsync(string more = "")
    {
        var workflow = await Api.RegisterAsync(Documents.Local("tried"));
        var answer = await Api.StartAsync(workflow, """{"input_data": {"n": 7}}""");
        var run = (await answer.JsonAsync()).GetProperty("execution_id").GetGuid();
        await Api.ExecuteAsync($$"""
            insert into step_executions (run_id, step_path, iteration, step_id, step_type, status, input_data,
                                         output_data, attempt, started_at, completed_at, began_revision)
            values ('{{run}}', '/do/0/say', '1', 'say', 'data_processing', 'COMPLETED', '1', '"early"', 1,
                    now(), now(), 1),
                   ('{{run}}', '/do/0/say', '2', 'say', 'data_processing', 'FAILED', '2', '"late"', 1,
                    now(), now(), 2),
                   ('{{run}}', '/do/0/say', '2', 'say', 'data_processing', 'COMPLETED', '{"last":true}', null, 2,
                    now(), now(), 3);
            update workflow_runs set status = 'COMPLETED', output_data = '{"sum": 12, "more": "{{more}}"}',
                   started_at = now(), completed_at = now() where run_id = '{{run}}'
            """);
        return run;
    }

    private Task<HttpResponseMessage> TryAsync(Guid run, string body) =>
        Api.PostAsync($"/api/v1/executions/{run}/expressions", body);
}
