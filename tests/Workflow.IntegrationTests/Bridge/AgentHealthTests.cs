using Workflow.Database.Bridge;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>How bridges look whether agents are well, and what they tell of calls.</summary>
[Collection(OwnerCollection.Name)]
public sealed class AgentHealthTests(PostgresFixture postgres) : IAsyncLifetime
{
    private BridgeWorld _world = null!;

    public async Task InitializeAsync()
    {
        _world = await BridgeWorld.CreateAsync(postgres);
        _world.Options = _world.Options with
        {
            HealthLook = TimeSpan.FromMilliseconds(50),
            FigurePeriod = TimeSpan.FromMilliseconds(50),
        };
        _world.Variables["WORKFLOW_SECRET_CRM_KEY"] = "s3cr3t";
    }

    public Task DisposeAsync() => _world.DisposeAsync().AsTask();

    [Fact]
    public async Task Health_WhenTheAgentAnswers_IsHealthyAndUnhealthyAfterTwoFailures()
    {
        await RegisterAsync("""{"path": "/healthz", "interval_seconds": 1, "timeout_seconds": 5}""");
        _world.StartBridge();
        await UntilAsync("health = 'healthy' and last_error is null and checked_at is not null");
        Assert.True(_world.Agent.Looks.TryPeek(out var look));
        Assert.Equal(("/healthz", "Bearer s3cr3t"), look);

        _world.Agent.HealthStatus = 503;
        await UntilAsync("health = 'unhealthy' and failures >= 2 and last_error like 'It answered 503%'");

        _world.Agent.HealthStatus = 200;
        await UntilAsync("health = 'healthy' and failures = 0 and since > now() - interval '1 minute'");

        _world.Agent.HealthStatus = 503;
        await _world.ExecuteAsync("update agents set updated_at = now()");
        await UntilAsync("health = 'unhealthy'");
    }

    [Fact]
    public async Task Health_WhenItIsLookedAtElsewhere_GetsNoSecretThere()
    {
        await using var elsewhere = await TestAgent.StartAsync();
        await RegisterAsync(
            $$"""{"url": "{{elsewhere.Url}}/up", "interval_seconds": 3600, "timeout_seconds": 60}""");
        _world.StartBridge();
        await UntilAsync("health = 'healthy'");
        Assert.Equal(("/up", null), elsewhere.Looks.Single());
        Assert.Empty(_world.Agent.Looks);
    }

    [Fact]
    public async Task Take_WhenSeveralBridgesAsk_GivesEachLookToOneUntilItsLeaseIsOver()
    {
        await RegisterAsync("""{"path": "/healthz", "interval_seconds": 3600, "timeout_seconds": 60}""");
        var probes = _world.Database.Probes;
        var taken = await Task.WhenAll(
            Enumerable.Range(0, 8).Select(n => probes.TakeAsync($"bridge-{n}", 10, CancellationToken.None)));
        var owner = Array.FindIndex(taken, list => list.Count > 0);
        var probe = Assert.Single(taken.SelectMany(list => list));
        Assert.Equal(("ClassifierAgent", AgentAuthType.Bearer), (probe.Agent, probe.Auth!.Type));

        await _world.ExecuteAsync("update agent_health set leased_until = now() - interval '1 second'");
        Assert.Single(await probes.TakeAsync("heir", 10, CancellationToken.None));
        await probes.KeepAsync($"bridge-{owner}", probe, "late", CancellationToken.None);
        Assert.Equal(0, await _world.CountAsync("select count(*) from agent_health where checked_at is not null"));
        await probes.KeepAsync("heir", probe, null, CancellationToken.None);
        Assert.Empty(await probes.TakeAsync("heir", 10, CancellationToken.None));
        Assert.Equal(1, await _world.CountAsync(
            "select count(*) from agent_health where health = 'healthy' and due_at > now() + interval '50 minutes'"));

        await _world.ExecuteAsync("update agents set enabled = false, updated_at = now()");
        Assert.Empty(await probes.TakeAsync("heir", 10, CancellationToken.None));
    }

    [Fact]
    public async Task Figures_WhenCallsBeginAndEnd_AreTold()
    {
        _world.StartBridge();
        for (var n = 0; n < 3; n++)
        {
            await _world.SendAsync(await _world.NewTaskAsync());
        }

        var calls = new[]
        {
            await _world.Agent.NextAsync(), await _world.Agent.NextAsync(), await _world.Agent.NextAsync(),
        };
        await UntilAsync("calls = 3", "agent_in_flight");

        calls[0].Reply("1");
        calls[1].Reply("{}", 500);
        calls[2].Reply("{}", 400);
        await UntilAsync("(select sum(calls) from agent_minutes) = 3", "(select) as nothing");
        await UntilAsync("not exists (select from agent_in_flight)", "(select) as nothing");
        Assert.Equal(3, await _world.CountAsync(
            "select sum(calls) from agent_minutes where agent = 'ClassifierAgent'"));
        Assert.Equal(2, await _world.CountAsync("select sum(failed) from agent_minutes"));
        Assert.Equal(3, await _world.CountAsync("select sum(n) from agent_minutes, unnest(latency) as n"));
    }

    [Fact]
    public async Task Tell_WhenSeveralBridgesSeeTheSameAgent_AddsUp()
    {
        var latency = new int[LatencyCounts.Places];
        latency[4] = 2;
        await Task.WhenAll(Enumerable.Range(0, 6).Select(n => _world.Database.Figures.TellAsync(
            $"bridge-{n}", [new AgentFigure("A", 2, 1, latency, 1), new AgentFigure("B", 2, 0, latency, 0)],
            CancellationToken.None)));
        Assert.Equal(12, await _world.CountAsync("select sum(latency[5]) from agent_minutes where agent = 'A'"));
        Assert.Equal(6, await _world.CountAsync("select sum(calls) from agent_in_flight"));
        Assert.Equal(6, await _world.CountAsync("select sum(failed) from agent_minutes"));
    }

    private Task RegisterAsync(string check) => _world.ExecuteAsync($"""
        insert into agents (name, owner_id, endpoint, auth, health_check)
        values ('ClassifierAgent', 'tester', '{_world.Agent.Url}/agents/any',
                '{new AgentAuth(AgentAuthType.Bearer, "crm-key").ToJson()}', '{check}')
        """);

    private async Task UntilAsync(string condition, string table = "agent_health")
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await _world.CountAsync($"select count(*) from {table} where {condition}") == 0)
        {
            Assert.False(patience.IsCancellationRequested, condition);
            await Task.Delay(20);
        }
    }
}
