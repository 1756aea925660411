using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Bridge;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Xunit;

namespace Workflow.IntegrationTests.Registry;

/// <summary>A platform whose agents are in a registry of somebody else's.</summary>
[Collection(OwnerCollection.Name)]
public sealed class ForeignAgentTests(PostgresFixture postgres) : IAsyncLifetime
{
    private TestRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public Task DisposeAsync() => _registry.DisposeAsync().AsTask();

    [Fact]
    public async Task Run_WhenTheRegistryGoesAway_CallsTheAgentsThatAreKnown()
    {
        await using var agent = await TestAgent.StartAsync();
        _registry.Agents["Echo"] = $$"""{"endpoint": "{{agent.Url}}/echo"}""";
        _registry.CacheControl = "max-age=1";
        await using var platform = await LocalPlatform.StartAsync(postgres, settings:
        [
            ("AGENT_REGISTRY_URL", _registry.Url), ("AGENT_REGISTRY_WAIT_MS", "500"),
            ("AGENT_REGISTRY_TIMEOUT_MS", "60000"),
        ]);
        var workflow = await platform.RegisterAsync("  - first: { call: Echo }\n  - second: { call: Echo }");

        var run = await platform.StartRunAsync(workflow);
        var call = await agent.NextAsync();
        _registry.Broken = 503;
        call.Reply("1");
        (await agent.NextAsync()).Reply("2");
        await platform.UntilEndedAsync();

        Assert.Equal("2", await platform.ScalarAsync<string>(
            $"select coalesce(output_data::text, error_message) from workflow_runs where run_id = '{run}'"));
    }

    [Fact]
    public async Task Api_WhenAgentsAreForeign_ShowsThemAndChangesNone()
    {
        _registry.Agents["Echo"] = """{"endpoint": "http://host/echo", "description": "Repeats", "enabled": false}""";
        await using var api = await ApiHost.StartAsync(
            await postgres.CreateDatabaseAsync(), $"--AGENT_REGISTRY_URL={_registry.Url}",
            "--AGENT_REGISTRY_WAIT_MS=0", "--AGENT_REGISTRY_TIMEOUT_MS=60000");

        var agent = await (await api.Http.GetAsync("/api/v1/agents/Echo")).JsonAsync();
        Assert.Equal("http://host/echo Repeats", $"{agent.Text("endpoint")} {agent.Text("description")}");
        var page = await (await api.Http.GetAsync("/api/v1/agents")).JsonAsync();
        Assert.Equal("Echo", page.GetProperty("agents").EnumerateArray().Single().Text("name"));
        await (await api.Http.GetAsync("/api/v1/agents/Other")).ProblemAsync(404, "agent-not-found");
        await api.RegisterAsync(Documents.Calling("Echo"));
        await (await api.PostAsync("/api/v1/workflows", Documents.Calling("Other"), "application/yaml"))
            .ProblemAsync(422, "unknown-agent");

        var refused = await (await api.PutAgentAsync("Echo", """{"endpoint": "http://mine"}"""))
            .ProblemAsync(409, "agents-read-only");
        Assert.Contains(_registry.Url, refused.Text("detail"), StringComparison.Ordinal);
        await (await api.Http.DeleteAsync("/api/v1/agents/Echo")).ProblemAsync(409, "agents-read-only");

        _registry.Broken = 500;
        var away = await (await api.Http.GetAsync("/api/v1/agents/Never")).ProblemAsync(503, "registry-unavailable");
        Assert.Contains("answered 500", away.Text("detail"), StringComparison.Ordinal);
    }
}
