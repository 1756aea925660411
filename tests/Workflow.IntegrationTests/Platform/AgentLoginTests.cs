using System.Net.Http.Json;
using Workflow.IntegrationTests.Bridge;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>From the registry to the agent: the bridge logs in, and what it logs in with stays with it.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class AgentLoginTests(PostgresFixture postgres)
{
    private const string Value = "s3cr3t-of-the-crm";

    [Fact]
    public async Task Secret_WhenAgentsRepeatIt_IsNeitherInTheDatabaseNorInTheLogs()
    {
        await using var agent = await TestAgent.StartAsync();
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_SECRET_CRM_KEY", Value), ("LOG_LEVEL", "Verbose")]);
        using var put = await platform.Http.PutAsJsonAsync("/api/v1/agents/Echo", new
        {
            endpoint = $"{agent.Url}/echo",
            auth = new { type = "header", header = "X-Api-Key", secret = "crm-key" },
        });
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        var workflow = await platform.RegisterAsync("  - first: { call: Echo }\n  - second: { call: Echo }");

        var run = await platform.StartRunAsync(workflow);
        var call = await agent.NextAsync();
        call.Reply($$"""{"you_sent":"{{Value}}"}""");
        (await agent.NextAsync()).Reply($$"""{"title":"No","detail":"{{Value}} is wrong"}""", status: 403);
        await platform.UntilEndedAsync();
        await platform.UntilAsync(
            "the refusal is logged", () => platform.Bridge.Output.Contains("403", StringComparison.Ordinal));

        Assert.Equal(Value, call.Headers["X-Api-Key"]);
        Assert.Equal("[secret] / [secret] is wrong", await platform.ScalarAsync<string>($"""
            select string_agg(coalesce(output_data ->> 'you_sent', error ->> 'detail'), ' / ' order by step_id)
              from step_executions where run_id = '{run}'
            """));
        Assert.Equal(0, await platform.ScalarAsync<long>($"""
            select (select count(*) from step_executions as t where t::text like '%{Value}%')
                 + (select count(*) from workflow_runs as t where t::text like '%{Value}%')
                 + (select count(*) from run_inbox as t where t::text like '%{Value}%')
                 + (select count(*) from agents as t where t::text like '%{Value}%')
            """));
        var services = platform.Consumers.Append(platform.Api).Append(platform.Bridge);
        Assert.All(services, service => Assert.DoesNotContain(Value, service.Output));
    }
}
