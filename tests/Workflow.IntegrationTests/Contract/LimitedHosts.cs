using System.Collections.Concurrent;
using Workflow.Database.Intake;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.OpenApi;

namespace Workflow.IntegrationTests.Contract;

/// <summary>APIs, each with a database of its own, that are brought to one of their limits when somebody asks for
/// it.</summary>
internal sealed class LimitedHosts(PostgresFixture postgres) : IAsyncDisposable
{
    private readonly ConcurrentDictionary<string, Lazy<Task<ApiHost>>> _hosts = new();
    private readonly List<HttpResponseMessage> _streams = [];
    private int _users;

    /// <summary>A user whose one request per second has been made; on a slow machine some more are let
    /// through.</summary>
    public async Task<IReadOnlyList<Ask>> HastyAsync()
    {
        var host = await HostAsync(
            "hasty", "--WORKFLOW_AUTH_REQUESTS_PER_SECOND=1", "--WORKFLOW_AUTH_REQUESTS_BURST=1");
        var ask = new Ask { Host = host, User = $"hasty-{Interlocked.Increment(ref _users)}" };
        await host.ClientOf(ask.User).GetAsync("/api/v1/agents");
        return [.. Enumerable.Repeat(ask, 50)];
    }

    /// <summary>A user who has everything of which there is a limit per user.</summary>
    public async Task<Ask> SatedAsync() => new()
    {
        Host = await HostAsync("sated", SateAsync,
            "--WORKFLOW_LIVE_CONNECTIONS_PER_USER_MAX=1", "--WORKFLOW_AUTH_KEYS_PER_USER_MAX=1",
            "--WORKFLOW_WEBHOOK_PER_OWNER_MAX=1", "--WORKFLOW_API_OPEN_RUNS_PER_USER_MAX=1",
            "--WORKFLOW_BATCH_OPEN_PER_OWNER_MAX=1", "--WORKFLOW_BATCH_ITEMS_MAX=1",
            "--WORKFLOW_BATCH_STATUS_IDS_MAX=1", "--WORKFLOW_SCHEDULE_PER_OWNER_MAX=1",
            "--WORKFLOW_SIGNAL_UNREAD_MAX=1", "--WORKFLOW_SIGNAL_DATA_BYTES_MAX=5"),
    };

    /// <summary>An API where no run may wait for a slot, and a user whose key <c>full</c> has none left.</summary>
    public async Task<ApiHost> QueuelessAsync() => await HostAsync(
        "queueless", async host =>
        {
            var api = host.As(ContractWorld.User);
            await api.StartAsync(await api.RegisterAsync(Documents.Local()), """{"concurrency": {"key": "full"}}""");
        }, "--WORKFLOW_INTAKE_CONCURRENCY_QUEUE_MAX=0");

    /// <summary>An API with more pending runs than it likes.</summary>
    public async Task<Ask> BacklogAsync() =>
        new() { Host = await HostAsync("backlog", StartTwoAsync, "--WORKFLOW_INTAKE_BACKLOG_MAX=1") };

    /// <summary>An API whose broker has gone.</summary>
    public Task<ApiHost> BrokerlessAsync() => HostAsync("brokerless", host =>
    {
        host.Broker.Down();
        return Task.CompletedTask;
    }, "--WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS=1000");

    /// <summary>An API without consumers and bridges.</summary>
    public async Task<Ask> DesertedAsync() => new() { Host = await HostAsync("deserted") };

    /// <summary>An API that waits for its database.</summary>
    public async Task<Ask> StartingAsync() => new()
    {
        Host = await _hosts.GetOrAdd("starting", _ => new Lazy<Task<ApiHost>>(() => ApiHost.StartUnreadyAsync(
            "Host=127.0.0.1;Port=1;Username=nobody;Database=none", "--WORKFLOW_AUTH_MODE=required"))).Value,
    };

    /// <summary>An API whose agents are in another registry.</summary>
    public async Task<Ask> ForeignAgentsAsync() => new()
    {
        Host = await HostAsync("foreign-agents", "--AGENT_REGISTRY_URL=http://127.0.0.1:9"),
    };

    /// <summary>An API whose database cannot keep every text, and a workflow there.</summary>
    public async Task<(ApiHost Host, Guid Workflow)> LatinAsync()
    {
        var host = await HostAsync("latin");
        return (host, await host.As(ContractWorld.User).RegisterAsync(Documents.Local()));
    }

    public async ValueTask DisposeAsync()
    {
        _streams.ForEach(stream => stream.Dispose());
        foreach (var host in _hosts.Values)
        {
            await (await host.Value).DisposeAsync();
        }
    }

    private Task<ApiHost> HostAsync(string name, params string[] settings) =>
        HostAsync(name, _ => Task.CompletedTask, settings);

    private Task<ApiHost> HostAsync(string name, Func<ApiHost, Task> prepare, params string[] settings) =>
        _hosts.GetOrAdd(name, _ => new Lazy<Task<ApiHost>>(async () =>
        {
            var database = name == "latin"
                ? await postgres.CreateEmptyDatabaseAsync("encoding 'LATIN1' locale 'C' template template0")
                : await postgres.CreateDatabaseAsync();
            var host = await ApiHost.StartWithAccountsAsync(database, settings);
            await prepare(host);
            return host;
        })).Value;

    private async Task SateAsync(ApiHost host)
    {
        var api = host.As(ContractWorld.User);
        _streams.Add(await api.Http.GetAsync(
            "/api/v1/executions/events", HttpCompletionOption.ResponseHeadersRead));
        await api.PostAsync("/api/v1/api-keys", """{"name": "one", "scopes": ["runs:read"]}""");
        await api.PostAsync("/api/v1/webhooks", """{"url": "https://hooks.example/x"}""");
        await api.StartAsync(await api.RegisterAsync(Documents.Local()));
        await api.PostAsync(
            "/api/v1/schedules", """{"name": "one", "workflow": "greet", "cron": "0 0 1 1 *"}""");
        await host.ExecuteAsync($"""
            insert into batches (id, owner_id, verb, paused_at)
            values (gen_random_uuid(), '{ContractWorld.User}', 'retry', now())
            """);
    }

    private static async Task StartTwoAsync(ApiHost host)
    {
        await host.As(ContractWorld.User).RegisterAsync(Documents.Local());
        // A start would have them counted in the background, which may end after the count here.
        await host.ExecuteAsync($"""
            insert into workflow_runs (run_id, workflow_name, owner_id, shard, status)
            select gen_random_uuid(), 'greet', '{ContractWorld.User}', 0, 'PENDING' from generate_series(1, 2)
            """);
        await host.Service<Backlog>().CountOnceAsync(CancellationToken.None);
    }
}
