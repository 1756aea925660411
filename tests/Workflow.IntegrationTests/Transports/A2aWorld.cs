using System.Net.Http.Json;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.Tests.Shared;
using Xunit;

namespace Workflow.IntegrationTests.Transports;

/// <summary>A platform that agents on the official A2A SDK are registered at, one for each test.</summary>
public sealed class A2aPlatform(PostgresFixture postgres) : IAsyncLifetime
{
    internal LocalPlatform Local { get; private set; } = null!;

    public async Task InitializeAsync() => Local = await LocalPlatform.StartAsync(
        postgres,
        settings:
        [
            ("WORKFLOW_SECRET_PEER_KEY", "s3cr3t-of-peer"),
            ("WORKFLOW_BRIDGE_CANCEL_TIMEOUT_MS", "60000"),
            ("WORKFLOW_BRIDGE_A2A_CARD_TIMEOUT_MS", "60000"),
        ]);

    public async Task DisposeAsync() => await Local.DisposeAsync();
}

/// <summary>An agent on the official A2A SDK, registered under a name of its own.</summary>
internal sealed class A2aWorld : IAsyncDisposable
{
    private readonly bool _isOne;

    private A2aWorld(string sdk, LocalPlatform platform, PeerProxy proxy, PeerProcess agent) =>
        (_isOne, Platform, Proxy, Agent) = (sdk == "1.0", platform, proxy, agent);

    public LocalPlatform Platform { get; }

    /// <summary>The agent's, and its workflow's.</summary>
    public string Name { get; } = $"peer-{Guid.NewGuid():N}";

    public PeerProxy Proxy { get; }

    public PeerProcess Agent { get; }

    public string Send => _isOne ? "SendMessage" : "message/send";

    public string Stream => _isOne ? "SendStreamingMessage" : "message/stream";

    public string Get => _isOne ? "GetTask" : "tasks/get";

    public string Cancel => _isOne ? "CancelTask" : "tasks/cancel";

    /// <summary>Workflow of one step, which sends the agent the member <c>send</c> of its input.</summary>
    public Guid Workflow { get; private set; }

    /// <param name="sdk">"1.0" or "0.3": which version of the protocol the agent speaks.</param>
    /// <param name="streams">Whether it sends events.</param>
    public static async Task<A2aWorld> StartAsync(
        LocalPlatform platform, string sdk, bool streams, int? timeoutSeconds = null)
    {
        var port = Ports.Free();
        var proxy = await PeerProxy.StartAsync(port);
        var agent = await PeerProcess.StartA2aAsync(sdk, port, proxy.Url, ("STREAMING", streams ? "true" : "false"));
        var world = new A2aWorld(sdk, platform, proxy, agent);
        using var put = await platform.Http.PutAsJsonAsync($"/api/v1/agents/{world.Name}", new
        {
            transport = "a2a",
            endpoint = proxy.Url,
            timeout_seconds = timeoutSeconds,
            auth = new { type = "header", header = "X-Api-Key", secret = "peer-key" },
        });
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
        world.Workflow = await platform.RegisterAsync(
            $"  - only: {{ call: {world.Name}, with: '${{ .send }}' }}", world.Name);
        return world;
    }

    public Task<Guid> StartRunAsync(object send) => Platform.StartRunAsync(Workflow, new { send });

    /// <summary>The output of a completed run; else status, title and detail of its error.</summary>
    public Task<string> EndOfAsync(Guid run) => Platform.ScalarAsync<string>(
        $"""
        select coalesce(output_data::jsonb::text,
                        concat_ws(' ', error ->> 'status', error ->> 'title', error ->> 'detail'))
          from workflow_runs where run_id = '{run}'
        """);

    public async ValueTask DisposeAsync()
    {
        await Agent.DisposeAsync();
        await Proxy.DisposeAsync();
    }
}
