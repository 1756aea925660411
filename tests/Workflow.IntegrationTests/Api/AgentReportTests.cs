using System.Net;
using System.Text.Json;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Api;

/// <summary>What is shown of how agents are.</summary>
[Collection(PostgresCollection.Name)]
public sealed class AgentReportTests(SmallApi small, AccountApi accounts)
    : IClassFixture<SmallApi>, IClassFixture<AccountApi>
{
    [Fact]
    public async Task Get_WhenNothingIsKnown_SaysSo()
    {
        await small.Host.PutAgentAsync("Fresh", """{"endpoint": "http://host/x"}""");
        var agent = await (await small.Host.Http.GetAsync("/api/v1/agents/Fresh")).JsonAsync();
        Assert.Equal(
            """{"status":"unknown","since":null,"checked_at":null,"last_error":null}""",
            agent.GetProperty("health").GetRawText());
        Assert.Equal(
            "{\"window_seconds\":300,\"calls\":0,\"failed\":0,\"error_rate\":null,\"p50_ms\":null,"
            + "\"p95_ms\":null,\"in_flight\":0}",
            agent.GetProperty("recent").GetRawText());

        await small.Host.PutAgentAsync("Fresh", """{"transport": "kafka"}""");
        agent = await (await small.Host.Http.GetAsync("/api/v1/agents/Fresh")).JsonAsync();
        Assert.False(agent.TryGetProperty("recent", out _));
    }

    [Fact]
    public async Task Get_WhenBridgesHaveTold_ShowsTheLastMinutesAndItsTagStays()
    {
        var api = small.Host;
        await api.PutAgentAsync("Busy", """{"endpoint": "http://host/x", "health_check": {"path": "/h"}}""");
        var tag = (await api.Http.GetAsync("/api/v1/agents/Busy")).Headers.ETag!.ToString();
        await api.ExecuteAsync($$"""
            insert into agent_health (agent, registered_at, health, last_error)
            select name, updated_at, 'unhealthy', 'It answered 500.' from agents where name = 'Busy';
            insert into agent_minutes (agent, minute, calls, failed, latency)
            select 'Busy', date_trunc('minute', now()) - n * interval '1 minute', 10, 1,
                   array(select case i when 20 then 9 when 40 then 1 else 0 end from generate_series(0, 95) as i)
              from unnest(array[0, 1, 30]) as n;
            insert into agent_in_flight (bridge, agent, calls, told_at)
            values ('a', 'Busy', 2, now() + interval '1 hour'), ('b', 'Busy', 3, now() + interval '1 hour'),
                   ('dead', 'Busy', 9, now() - interval '5 minutes');
            """);

        var answer = await api.Http.GetAsync("/api/v1/agents/Busy");
        var agent = await answer.JsonAsync();
        Assert.Equal(tag, answer.Headers.ETag!.ToString());
        var recent = agent.GetProperty("recent");
        Assert.Equal(
            (20, 2, 0.1, 5),
            (recent.GetProperty("calls").GetInt32(), recent.GetProperty("failed").GetInt32(),
                recent.GetProperty("error_rate").GetDouble(), recent.GetProperty("in_flight").GetInt32()));
        Assert.InRange(recent.GetProperty("p50_ms").GetDouble(), 32, 39);
        Assert.InRange(recent.GetProperty("p95_ms").GetDouble(), 1024, 1218);
        Assert.Equal("unhealthy It answered 500.", Text(agent.GetProperty("health")));
        var page = await (await api.Http.GetAsync("/api/v1/agents?limit=500")).JsonAsync();
        var listed = page.GetProperty("agents").EnumerateArray().Single(one => one.Text("name") == "Busy");
        Assert.Equal(agent.GetRawText(), listed.GetRawText());

        using var put = new HttpRequestMessage(HttpMethod.Put, "/api/v1/agents/Busy")
        {
            Content = new StringContent("""{"endpoint": "http://host/x", "health_check": {"path": "/h"}}"""),
        };
        put.Content.Headers.ContentType = new("application/json");
        put.Headers.TryAddWithoutValidation("If-Match", tag);
        Assert.Equal(HttpStatusCode.OK, (await api.Http.SendAsync(put)).StatusCode);
        agent = await (await api.Http.GetAsync("/api/v1/agents/Busy")).JsonAsync();
        Assert.Equal("unknown", agent.GetProperty("health").Text("status"));
    }

    [Fact]
    public async Task R10_Get_WhenTheAgentIsShared_HidesFromOthersWhatItsErrorsSay()
    {
        var (alice, admin) = (accounts.Host.As("alice"), accounts.Host.As("admin"));
        await admin.PutAgentAsync("Seen", """
            {"endpoint": "http://host/x", "shared": true, "health_check": {"path": "/h"}}
            """);
        await accounts.Host.ExecuteAsync("""
            insert into agent_health (agent, registered_at, health, last_error)
            select name, updated_at, 'unhealthy', 'no route to 10.0.0.7' from agents where name = 'Seen'
            """);

        var seen = await (await alice.Http.GetAsync("/api/v1/agents/Seen")).JsonAsync();
        Assert.Equal("unhealthy", seen.GetProperty("health").Text("status"));
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("health").GetProperty("last_error").ValueKind);
        Assert.Equal(JsonValueKind.Null, seen.GetProperty("health_check").ValueKind);
        var own = await (await admin.Http.GetAsync("/api/v1/agents/Seen")).JsonAsync();
        Assert.Equal("unhealthy no route to 10.0.0.7", Text(own.GetProperty("health")));
    }

    private static string Text(JsonElement health) => $"{health.Text("status")} {health.Text("last_error")}";
}
