using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Execution.Agents;
using Workflow.Model;
using Workflow.Outgoing.Secrets;
using Workflow.Registry;
using Xunit;

namespace Workflow.IntegrationTests.Registry;

/// <summary>What is kept of a registry's answers, and what counts while it is away.</summary>
public sealed class RemoteAgentsTests : IAsyncLifetime
{
    private readonly LaterClock _clock = new();
    private readonly Dictionary<string, string?> _variables = [];
    private TestRegistry _registry = null!;

    public async Task InitializeAsync() => _registry = await TestRegistry.StartAsync();

    public Task DisposeAsync() => _registry.DisposeAsync().AsTask();

    [Fact]
    public async Task Find_WhenTheRegistryHasIt_GivesEverythingThatIsRegistered()
    {
        _registry.Agents["A b"] = """
            {"name": "other", "endpoint": "http://host/x", "timeout_seconds": 7, "max_concurrency": 3, "version": "2",
             "auth": {"type": "bearer", "secret": "k"}, "rate_limit": {"calls": 5, "period_seconds": 60},
             "input_schema": {"type": "object"}, "retry": {"limit": {"attempt": {"count": 2}}}, "colour": "red"}
            """;
        using var agents = Open();

        var agent = (await agents.FindAsync("A b", default))!;

        Assert.Equal(
            ("A b", "http://host/x", TimeSpan.FromSeconds(7), true, 3),
            (agent.Name, agent.Endpoint, agent.Timeout, agent.Enabled, agent.ConcurrencyMax));
        Assert.Equal(("2", new RateLimit(5, 60), "k"), (agent.Version, agent.RateLimit, agent.Auth!.Secret));
        Assert.Contains("must be object", agent.Terms.FaultOfInput(RawJson.FromText("1")), StringComparison.Ordinal);
        Assert.Equal(2, agent.Terms.Retry!.MaxAttempts);
        Assert.Equal("/agents/A%20b", _registry.Asked.Single().Path);
    }

    [Theory]
    [InlineData(null, 29, 31)]
    [InlineData("max-age=100", 99, 101)]
    [InlineData("no-store", 0, 2)]
    [InlineData("max-age=1000000", 3_599, 3_601)]
    public async Task Find_WhenItWasAsked_AsksAgainWhenTheAnswerIsOld(string? cacheControl, int fresh, int old)
    {
        _registry.CacheControl = cacheControl;
        _registry.Agents["A"] = """{"endpoint": "http://first"}""";
        using var agents = Open();
        await agents.FindAsync("A", default);
        _registry.Agents["A"] = """{"endpoint": "http://second"}""";

        _clock.Later = TimeSpan.FromSeconds(fresh);
        Assert.Equal("http://first", (await agents.FindAsync("A", default))!.Endpoint);
        _clock.Later = TimeSpan.FromSeconds(old);
        Assert.Equal("http://second", (await agents.FindAsync("A", default))!.Endpoint);
    }

    [Fact]
    public async Task Find_WhenItHasNotChanged_KeepsWhatIsKnown()
    {
        (_registry.Tag, _registry.Agents["A"]) = ("\"v1\"", """{"endpoint": "http://first"}""");
        using var agents = Open();
        var first = await agents.FindAsync("A", default);
        _clock.Later = TimeSpan.FromMinutes(1);

        Assert.Same(first, await agents.FindAsync("A", default));
        Assert.Equal(["", "\"v1\""], _registry.Asked.Select(one => one.IfNoneMatch));
    }

    [Fact]
    public async Task Find_WhenThereIsNone_BelievesItForAMoment()
    {
        using var agents = Open();
        Assert.Null(await agents.FindAsync("A", default));
        _registry.Agents["A"] = """{"endpoint": "http://host"}""";
        Assert.Null(await agents.FindAsync("A", default));
        Assert.Single(_registry.Asked);

        _clock.Later = TimeSpan.FromSeconds(6);
        Assert.NotNull(await agents.FindAsync("A", default));
        _registry.Agents.Clear();
        _clock.Later = TimeSpan.FromMinutes(2);
        Assert.Null(await agents.FindAsync("A", default));
    }

    [Theory]
    [InlineData(503, "")]
    [InlineData(401, "")]
    [InlineData(null, "<html>")]
    [InlineData(null, """{"timeout_seconds": "soon"}""")]
    public async Task Find_WhileItIsAway_ServesWhatIsKnownAndNamesItForTheRest(int? status, string body)
    {
        _registry.Agents["Known"] = """{"endpoint": "http://host"}""";
        using var agents = Open();
        await agents.FindAsync("Known", default);
        (_registry.Broken, _registry.Agents["Known"], _registry.Agents["New"]) = (status, body, body);
        _clock.Later = TimeSpan.FromDays(1);

        Assert.Equal("http://host", (await agents.FindAsync("Known", default))!.Endpoint);
        var error = await Assert.ThrowsAsync<RegistryUnavailableException>(
            async () => await agents.FindAsync("New", default));
        Assert.Contains(_registry.Url, error.Message, StringComparison.Ordinal);

        (_registry.Broken, _registry.Agents["Known"]) = (null, """{"endpoint": "http://moved"}""");
        _clock.Later += TimeSpan.FromSeconds(3);
        Assert.Equal("http://moved", (await agents.FindAsync("Known", default))!.Endpoint);
    }

    [Fact]
    public async Task Secret_WhenItIsNamed_IsSentAndNamedWhenItIsMissing()
    {
        _registry.Agents["A"] = """{"endpoint": "http://host"}""";
        using var agents = Open(options => options with { Secret = "registry-key" });
        var error = await Assert.ThrowsAsync<RegistryUnavailableException>(
            async () => await agents.FindAsync("A", default));
        Assert.Contains("WORKFLOW_SECRET_REGISTRY_KEY", error.Message, StringComparison.Ordinal);
        Assert.Empty(_registry.Asked);

        _variables["WORKFLOW_SECRET_REGISTRY_KEY"] = "s3cr3t";
        Assert.NotNull(await agents.FindAsync("A", default));
        Assert.Equal("Bearer s3cr3t", _registry.Asked.Single().Authorization);
    }

    [Fact]
    public async Task R10_List_WhenAgentsHaveOwners_ShowsEachUserTheirsInPages()
    {
        foreach (var (name, owner) in new[] { ("A", "alice"), ("B", "bob"), ("C", "bob"), ("D", null), ("E", "alice") })
        {
            var said = owner is null ? "" : $", \"owner_id\": \"{owner}\"";
            _registry.Agents[name] = $"{{\"endpoint\": \"http://host\"{said}}}";
        }

        using var agents = Open();
        Assert.Equal(["A", "D"], (await agents.ListAsync("alice", null, 2, default)).Select(one => one.Name));
        Assert.Equal(["E"], (await agents.ListAsync("alice", "D", 2, default)).Select(one => one.Name));
        Assert.Equal(5, (await agents.ListAsync(null, null, 9, default)).Count);
        Assert.Null(await agents.FindVisibleAsync("alice", "B", default));
        Assert.Equal(["B", "Z"], await agents.MissingAsync("alice", ["A", "B", "D", "Z"], default));
    }

    private RemoteAgents Open(Func<RegistryOptions, RegistryOptions>? change = null)
    {
        var options = new RegistryOptions
        {
            Url = _registry.Url + "/", Wait = TimeSpan.FromMilliseconds(300), Timeout = TimeSpan.FromMinutes(1),
        };
        return new RemoteAgents(
            change?.Invoke(options) ?? options, new SecretSource(_variables, "the test"), _clock,
            NullLogger<RemoteAgents>.Instance);
    }

    /// <summary>The system's clock, stopped, but later.</summary>
    private sealed class LaterClock : TimeProvider
    {
        private readonly DateTimeOffset _start = System.GetUtcNow();

        public TimeSpan Later { get; set; }

        public override DateTimeOffset GetUtcNow() => _start + Later;
    }
}
