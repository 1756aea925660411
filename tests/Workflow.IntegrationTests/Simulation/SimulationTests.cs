using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Simulation;

/// <summary>An API whose simulations may take as long as a busy machine lets them.</summary>
public sealed class SimulationApi(PostgresFixture postgres) : ApiTest(postgres)
{
    public ApiHost Host => Api;

    protected override string[] Settings => ["--WORKFLOW_SIMULATION_BUSY_MAX_MS=60000"];
}

/// <summary>Simulations over HTTP.</summary>
[Collection(PostgresCollection.Name)]
public sealed class SimulationTests(SimulationApi shared) : IClassFixture<SimulationApi>
{
    private const string Path = "/api/v1/workflows/simulate";

    private const string Asking = """
        document: { dsl: '1.0.0', namespace: tests, name: asking, version: '1.0.0' }
        do:
          - ask: { call: Classifier, with: { text: '${ .text }' } }
          - choose:
              switch:
                - spam: { when: '.label == "spam"', then: drop }
                - other: { then: keep }
          - drop: { set: { kept: false }, then: end }
          - keep: { set: { kept: true } }
        """;

    private ApiHost Api => shared.Host;

    [Fact]
    public async Task Simulate_WithoutTheResults_TellsWhatIsNeededAndWithThemThePath()
    {
        var first = await SimulateAsync(new JsonObject
        {
            ["definition"] = Asking, ["input_data"] = new JsonObject { ["text"] = "hello" },
        });
        Assert.Equal("needs_results", first.Text("status"));
        var need = Assert.Single(first.GetProperty("needs").EnumerateArray());
        Assert.Equal(
            """/do/0/ask agent_execution {"text":"hello"}""",
            $"{need.Text("step_path")} {need.Text("step_type")} {need.GetProperty("input_data").GetRawText()}");

        var second = await SimulateAsync(new JsonObject
        {
            ["definition"] = Asking,
            ["input_data"] = new JsonObject { ["text"] = "hello" },
            ["results"] = JsonNode.Parse("""{"ask": {"output": {"label": "spam"}}, "typo": {"output": 1}}"""),
        });
        Assert.Equal("completed {\"kept\":false}", $"{second.Text("status")} {second.GetProperty("outputs")}");
        Assert.Equal(
            ["ask", "choose", "drop"],
            second.GetProperty("steps").EnumerateArray().Select(step => step.Text("step_id")));
        Assert.Equal("spam", second.GetProperty("steps")[1].GetProperty("metadata").Text("case"));
        Assert.Equal("[\"typo\"]", second.GetProperty("unused_results").GetRawText());
    }

    [Fact]
    public async Task Simulate_OnAnExecution_TakesItsDefinitionInputAndResults()
    {
        await Api.PutAgentAsync("Classifier", """{"endpoint": "http://127.0.0.1:9"}""");
        var workflow = await Api.RegisterAsync(Asking);
        var run = await Api.QueryAsync<Guid>($$"""
            with run as (
              insert into workflow_runs (run_id, shard, owner_id, type, workflow_id, workflow_version, workflow_name,
                                         input_data, status, revision, started_at, completed_at)
              values (gen_random_uuid(), 0, 'local', 'workflow', '{{workflow}}', '1.0.0', 'asking', '{"text": "x"}',
                      'COMPLETED', 2, now(), now()) returning run_id),
            step as (
              insert into step_executions (run_id, step_path, step_id, step_type, status, output_data, started_at,
                                           completed_at, began_revision, ended_revision)
              select run_id, '/do/0/ask', 'ask', 'agent_execution', 'COMPLETED', '{"label": "ham"}', now(), now(), 1, 2
                from run)
            select run_id from run
            """);

        var same = await SimulateAsync(new JsonObject { ["execution_id"] = run });
        Assert.Equal("completed {\"kept\":true}", $"{same.Text("status")} {same.GetProperty("outputs")}");

        var changed = await SimulateAsync(new JsonObject
        {
            ["execution_id"] = run,
            ["definition"] = Asking.Replace("\"spam\"", "\"ham\"", StringComparison.Ordinal),
        });
        Assert.Equal("completed {\"kept\":false}", $"{changed.Text("status")} {changed.GetProperty("outputs")}");
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task R9_Simulate_WhenItWouldNeverEnd_IsStoppedByItsBounds()
    {
        const string Loop = """
            {"document": {"dsl": "1.0.0", "namespace": "tests", "name": "loop", "version": "1.0.0"},
             "do": [{"again": {"set": {"n": 1}, "then": "again"}}]}
            """;
        var answer = await SimulateAsync(new JsonObject { ["definition"] = Loop });
        Assert.Equal("failed", answer.Text("status"));
        Assert.Contains("StepsPerRunMax", answer.Text("error_message"));
    }

    [Theory]
    [InlineData("{}", "/definition", "Nothing says what to simulate")]
    [InlineData(
        """{"definition": "x", "workflow_id": "0190a000-0000-7000-8000-000000000001"}""", "/workflow_id", "beside")]
    [InlineData("""{"definition": "x", "version": "1.0.0"}""", "/version", "without 'workflow_id'")]
    [InlineData("""{"definition": "x", "results": {"a": 1}}""", "/results", "`results.a` is to be")]
    [InlineData("""{"execution_id": "no"}""", "/execution_id", "no")]
    public async Task Simulate_WhenTheBodyIsWrong_NamesTheMember(string body, string pointer, string message)
    {
        var problem = await (await Api.PostAsync(Path, body)).ProblemAsync(422, "invalid-body");
        var error = Assert.Single(problem.GetProperty("errors").EnumerateArray());
        Assert.Equal(pointer, error.Text("pointer"));
        Assert.Contains(message, error.Text("message"));
    }

    [Theory]
    [InlineData("{\"definition\": \"\\ud83d\"}", 1, 16)]
    [InlineData("\uFEFF{\"input_data\": {},\n \"definition\":\n  \"do: \\udc00\"}", 3, 3)]
    public async Task Simulate_WhenTheDefinitionIsATextWithHalfACharacter_NamesLineAndPosition(
        string body, int line, int position)
    {
        var problem = await (await Api.PostAsync(Path, body)).ProblemAsync(400, "malformed-json");
        Assert.Equal(
            (line, position), (problem.GetProperty("line").GetInt32(), problem.GetProperty("position").GetInt32()));
    }

    private async Task<JsonElement> SimulateAsync(JsonObject body)
    {
        var answer = await Api.PostAsync(Path, body.ToJsonString());
        var text = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement;
    }
}
