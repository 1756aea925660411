using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Compare;

/// <summary>An API with low limits for comparisons.</summary>
public sealed class CompareApi(PostgresFixture postgres) : ApiTest(postgres)
{
    public ApiHost Host => Api;

    protected override string[] Settings =>
        ["--WORKFLOW_COMPARE_STEPS_MAX=6", "--WORKFLOW_COMPARE_PAYLOAD_BYTES_MAX=500",
            "--WORKFLOW_COMPARE_DIFFERENCES_MAX=3"];
}

[Collection(PostgresCollection.Name)]
public sealed class CompareTests(CompareApi shared) : IClassFixture<CompareApi>
{
    private ApiHost Api => shared.Host;

    [Fact]
    public async Task Compare_WhenPathsPart_TellsWhereAndWhatElseDiffers()
    {
        var left = await StartAsync("parting", """{"n": 1, "same": true}""");
        var right = await StartAsync("parting", """{"n": 2, "same": true}""");
        await StepsAsync(left, """
            ('/do/0/read', 'read', 'data_processing', 'COMPLETED', null, '{"n":1}', 0, 1),
            ('/do/1/route', 'route', 'decision_point', 'COMPLETED', '{"case": "slow"}', '{"n":1}', 1, 1),
            ('/do/2/slow', 'slow', 'agent_execution', 'FAILED', null, null, 2, 1),
            ('/do/2/slow', 'slow', 'agent_execution', 'COMPLETED', null, '[1]', 3, 2),
            ('/do/4/end', 'end', 'data_processing', 'COMPLETED', null, '1', 5, 1)
            """, "[1, 2]");
        await StepsAsync(right, """
            ('/do/0/read', 'read', 'data_processing', 'COMPLETED', null, '{"n":2}', 0, 1),
            ('/do/1/route', 'route', 'decision_point', 'COMPLETED', '{"case": "fast"}', '{"n":2}', 1, 1),
            ('/do/3/fast', 'fast', 'agent_execution', 'COMPLETED', null, '[2]', 2, 1),
            ('/do/4/end', 'end', 'data_processing', 'COMPLETED', null, '1', 3, 1)
            """, "[1, 3]");

        var told = await CompareAsync(left, right);

        Assert.Equal(
            "The same version, another input, another way from step 'route' on (decision), completed and completed, "
            + "another output.", told.Text("summary"));
        Assert.Equal("True True", $"{told.GetProperty("same_workflow")} {told.GetProperty("same_version")}");
        Assert.Equal(
            ["read", "route", "fast", "slow", "end"],
            told.GetProperty("steps").EnumerateArray().Select(step => step.Text("step_id")));
        Assert.Equal(
            "/do/1/route decision | /do/0/read output",
            $"{Place(told, "path_diverges_at")} | {Place(told, "data_diverges_at")}");
        Assert.Equal(
            """{"pointer":"/n","change":"changed","left":1,"right":2,"shortened":false}""",
            Assert.Single(told.GetProperty("input").GetProperty("differences").EnumerateArray()).GetRawText());
        Assert.Equal(
            """{"pointer":"/1","change":"changed","left":2,"right":3,"shortened":false}""",
            Assert.Single(told.GetProperty("output").GetProperty("differences").EnumerateArray()).GetRawText());
        var slow = told.GetProperty("steps")[3];
        Assert.Equal(JsonValueKind.Null, slow.GetProperty("right").ValueKind);
        Assert.Equal(
            """{"status":"completed","attempts":2,"decision":null,"error_message":null,"duration_ms":2000}""",
            slow.GetProperty("left").GetRawText());
        var end = told.GetProperty("steps")[4];
        Assert.True(end.GetProperty("output_equal").GetBoolean());
        Assert.Equal(
            "10000 10000",
            $"{told.GetProperty("left").GetProperty("duration_ms")} "
            + $"{told.GetProperty("right").GetProperty("duration_ms")}");
    }

    [Fact]
    public async Task Compare_WhenTheyAreTheSame_FindsNothing()
    {
        var run = await StartAsync("itself", "{}");
        await StepsAsync(run, "('/do/0/a', 'a', 'data_processing', 'COMPLETED', null, '1', 0, 1)", "1");
        var told = await CompareAsync(run, run);
        Assert.Equal(
            "The same version, the same input, the same steps, completed and completed, the same output.",
            told.Text("summary"));
        Assert.Equal(JsonValueKind.Null, told.GetProperty("path_diverges_at").ValueKind);
        Assert.Equal(JsonValueKind.Null, told.GetProperty("data_diverges_at").ValueKind);
    }

    [Fact]
    public async Task Compare_WhenWorkflowsOrVersionsDiffer_SaysSo()
    {
        var first = await StartAsync("versioned", "{}");
        await Api.RegisterAsync(Documents.Local("versioned", "2.0.0"));
        var second = await StartAsync("versioned", "{}", register: false);
        var other = await StartAsync("other", "{}");
        Assert.StartsWith(
            "Versions 1.0.0 and 2.0.0 of one workflow", (await CompareAsync(first, second)).Text("summary"));
        Assert.StartsWith("Different workflows", (await CompareAsync(first, other)).Text("summary"));
    }

    [Fact]
    public async Task R9_Compare_WhenRunsAreLarge_CutsAndSaysSo()
    {
        var left = await StartAsync("large", $$"""{"text": "{{new string('x', 600)}}"}""");
        var right = await StartAsync("large", """{"a": 1, "b": 2, "c": 3, "d": 4}""");
        var steps = string.Join(",", Enumerable.Range(0, 9).Select(
            i => $"('/do/{i}/s', 's{i}', 'data_processing', 'COMPLETED', null, '{i}', {i}, 1)"));
        await StepsAsync(left, steps, "{}");
        await StepsAsync(right, steps, """{"e": 5, "f": 6, "g": 7, "h": 8}""");
        var told = await CompareAsync(left, right);
        Assert.Equal(6, told.GetProperty("steps").GetArrayLength());
        Assert.True(told.GetProperty("steps_truncated").GetBoolean());
        var (input, output) = (told.GetProperty("input"), told.GetProperty("output"));
        Assert.Equal(JsonValueKind.Null, input.GetProperty("equal").ValueKind);
        Assert.Contains("WORKFLOW_COMPARE_PAYLOAD_BYTES_MAX", input.Text("note"));
        Assert.Equal(3, output.GetProperty("differences").GetArrayLength());
        Assert.True(output.GetProperty("truncated").GetBoolean());
    }

    [Fact]
    public async Task R10_Compare_WhenEitherIsUnknownOrSomebodyElses_Returns404()
    {
        var mine = await StartAsync("mine", "{}", "alice");
        var theirs = await StartAsync("theirs", "{}", "bob");
        var alice = Api.ClientOf("alice");
        foreach (var (left, right) in new[] { (mine, theirs), (theirs, mine), (mine, Guid.NewGuid()) })
        {
            var answer = await alice.GetAsync($"/api/v1/executions/compare?left={left}&right={right}");
            var problem = await answer.ProblemAsync(404, "execution-not-found");
            Assert.NotEqual(mine, problem.GetProperty("execution_id").GetGuid());
        }
    }

    [Theory]
    [InlineData("")]
    [InlineData("?left=0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55")]
    [InlineData("?left=a&right=b")]
    [InlineData("?left=0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55&right=0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55&middle=1")]
    public async Task Compare_WhenAParameterIsMissingOrWrong_NamesIt(string query) =>
        await (await Api.Http.GetAsync("/api/v1/executions/compare" + query)).ProblemAsync(422, "invalid-parameter");

    private async Task<Guid> StartAsync(string name, string input, string? user = null, bool register = true)
    {
        var host = user is null ? Api : Api.As(user);
        var workflow = register
            ? await host.RegisterAsync(Documents.Local(name))
            : await Api.QueryAsync<Guid>($"select id from workflow_definitions where name = '{name}'");
        var body = await (await host.StartAsync(workflow, $$"""{"input_data": {{input}}}""")).JsonAsync();
        return body.GetProperty("execution_id").GetGuid();
    }

    /// <summary>Puts a run at its end, ten seconds after its start; each attempt took one second.</summary>
    private Task StepsAsync(Guid run, string steps, string output) => Api.ExecuteAsync($"""
        insert into step_executions (run_id, step_path, step_id, step_type, status, metadata, output_data, attempt,
                                     started_at, completed_at, began_revision, ended_revision)
        select '{run}', path, id, type, status, metadata::json, output::json, attempt,
               timestamptz '2026-01-01T00:00:00Z' + began * interval '1 s',
               timestamptz '2026-01-01T00:00:01Z' + began * interval '1 s', began, began
          from (values {steps}) as v (path, id, type, status, metadata, output, began, attempt);
        update workflow_runs set status = 'COMPLETED', output_data = '{output}', started_at = '2026-01-01T00:00:00Z',
               completed_at = '2026-01-01T00:00:10Z' where run_id = '{run}'
        """);

    private async Task<JsonElement> CompareAsync(Guid left, Guid right)
    {
        var answer = await Api.Http.GetAsync($"/api/v1/executions/compare?left={left}&right={right}");
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return await answer.JsonAsync();
    }

    private static string Place(JsonElement told, string name)
    {
        var place = told.GetProperty(name);
        return $"{place.Text("step_path")} {place.Text("reason")}";
    }
}
