using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.OpenApi;
using Xunit;

namespace Workflow.IntegrationTests.Contract;

/// <summary>An API with accounts, small bodies and a user who has one of everything.</summary>
public sealed class ContractWorld : IAsyncLifetime
{
    public const string User = "ann";
    public const int BodyBytesMax = 16_384;

    /// <summary>The user's, for nothing at all.</summary>
    public static readonly string TokenWithoutScopes = TestToken.Of(User, null, ("scope", "openid"));

    private readonly PostgresFixture _postgres;
    private readonly IReadOnlyList<(string Prefix, Func<Task<string>> Make)> _kinds;
    private int _names;

    /// <summary>Name of the step that runs have.</summary>
    internal const string Step = "first";

    public ContractWorld(PostgresFixture postgres)
    {
        _postgres = postgres;
        Limited = new LimitedHosts(postgres);
        _kinds =
        [
            ("/api/v1/workflows/", () => Task.FromResult($"{Workflow}")),
            ("/api/v1/agents/", () => Task.FromResult("Known")),
            ("/api/v1/agent-callbacks/", () => CallbackRecipes.TokenAsync(this)),
            ("/api/v1/api-keys/", KeyAsync),
            ("/api/v1/webhooks/", WebhookAsync),
            ("/api/v1/webhook-deliveries/", () => DeliveryAsync()),
            ("/api/v1/batches/", () => BatchAsync()),
            ("/api/v1/schedules/", () => ScheduleAsync()),
            ("/api/v1/dead-letters/", () => LetterAsync(Api)),
            ("/api/v1/consumers/", () => ConsumerAsync()),
            ("/problems/", () => Task.FromResult("workflow-not-found")),
        ];
    }

    internal ApiHost Api { get; private set; } = null!;

    internal LimitedHosts Limited { get; }

    internal JsonElement Document { get; private set; }

    /// <summary>What the user has from the beginning: tests/known.</summary>
    internal Guid Workflow { get; private set; }

    private ApiHost Mine => Api.As(User);

    public async Task InitializeAsync()
    {
        Api = await ApiHost.StartWithAccountsAsync(
            await _postgres.CreateDatabaseAsync(), $"--WORKFLOW_API_BODY_BYTES_MAX={BodyBytesMax}",
            $"--WORKFLOW_CALLBACK_SECRET={CallbackRecipes.Secret}", "--WORKFLOW_API_HEALTH_TIMEOUT_MS=60000",
            "--WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS=60000");
        Document = await (await Api.Http.GetAsync("/openapi/v1.json")).JsonAsync();
        await Mine.PutAgentAsync("Known", """{"endpoint": "http://127.0.0.1:9/known"}""");
        Workflow = await Mine.RegisterAsync(Documents.Local("known"));
        await Api.ExecuteAsync("""
            insert into consumers (id, kind, host, pid, seen_at)
            values ('consumer', 'consumer', 'here', 1, '2999-01-01'), ('bridge', 'bridge', 'here', 2, '2999-01-01');
            insert into shards (shard, epoch, token, owner)
            select n, 1, gen_random_uuid(), 'consumer' from generate_series(0, 15) n
            """);
        await KeyAsync();
        await WebhookAsync();
        await DeliveryAsync();
    }

    public async Task DisposeAsync()
    {
        await Limited.DisposeAsync();
        await Api.DisposeAsync();
    }

    /// <summary>Value for a route's path: a thing of that kind, or a run that waits for its start.</summary>
    internal async Task<string> IdForAsync(DocumentedRoute route) => route.PathParameters[0] switch
    {
        "execution_id" => $"{await RunAsync()}",
        "workflow_id" => $"{Workflow}",
        var name => await (_kinds.FirstOrDefault(
            kind => route.Path.StartsWith(kind.Prefix, StringComparison.Ordinal)).Make
            ?? throw new InvalidOperationException($"Which {name} does {route} want? Add its kind here."))(),
    };

    /// <summary>A name that nothing has.</summary>
    internal string NewName(string kind) => $"{kind}-{Interlocked.Increment(ref _names)}";

    internal Task<Guid> WorkflowAsync(string? name = null, string space = "tests") => Mine.RegisterAsync(
        Documents.Local(name ?? NewName("workflow")).Replace("namespace: tests", $"namespace: {space}"));

    internal async Task<string> AgentAsync(string settings = "")
    {
        var name = NewName("Agent");
        await Mine.PutAgentAsync(name, $$"""{"endpoint": "http://127.0.0.1:9/x"{{settings}}}""");
        return name;
    }

    internal Task<string> KeyAsync() => MakeAsync("/api/v1/api-keys", """{"name": "key", "scopes": ["runs:read"]}""");

    internal async Task<string> WebhookAsync()
    {
        // One at a time: there is a limit.
        await Api.ExecuteAsync("delete from webhooks");
        return await MakeAsync("/api/v1/webhooks", """{"url": "https://hooks.example/x"}""");
    }

    /// <param name="state">How far it is, as columns and values of its row.</param>
    internal async Task<string> DeliveryAsync(string state = "delivered_at = now()")
    {
        var (id, run) = (Guid.CreateVersion7(), await RunAsync("COMPLETED"));
        await Api.ExecuteAsync($$"""
            insert into webhook_deliveries (id, run_id, owner_id, url, event, payload, target, host, attempts)
            values ('{{id}}', '{{run}}', '{{User}}', 'https://hooks.example/x', 'completed', '{"a": 1}', 1,
                    'hooks.example:443', 1);
            update webhook_deliveries set {{state}} where id = '{{id}}';
            insert into webhook_attempts (delivery_id, attempt, started_at, duration_ms, status_code)
            values ('{{id}}', 1, now(), 5, 204)
            """);
        return $"{id}";
    }

    /// <summary>A batch that is paused, so that nobody works on it.</summary>
    /// <param name="state">How far it is, as columns and values of its row.</param>
    internal async Task<string> BatchAsync(string state = "reason = 'why'")
    {
        var id = Guid.CreateVersion7();
        await Api.ExecuteAsync($"""
            insert into batches (id, owner_id, verb, total, paused_at) values ('{id}', '{User}', 'cancel', 1, now());
            update batches set {state} where id = '{id}';
            insert into batch_items (batch_id, ordinal, run_id) values ('{id}', 1, gen_random_uuid())
            """);
        return $"{id}";
    }

    /// <summary>A schedule that is not due for a long time.</summary>
    /// <param name="state">Columns and values of its row.</param>
    internal async Task<string> ScheduleAsync(string state = "description = 'why'")
    {
        var name = NewName("schedule");
        var id = await MakeAsync(
            "/api/v1/schedules", $$"""{"name": "{{name}}", "workflow": "known", "cron": "0 0 1 1 *"}""");
        await Api.ExecuteAsync($"update schedules set {state} where id = '{id}'");
        return id;
    }

    /// <param name="state">What was decided about it, as columns and values of its row.</param>
    internal static async Task<string> LetterAsync(ApiHost host, string state = "decision = null")
    {
        var id = Guid.CreateVersion7();
        await host.ExecuteAsync($$"""
            insert into dead_letters (id, reason, source_topic, source_partition, source_offset, body, headers, dead_at)
            values ('{{id}}', 'no JSON {{id}}', 'workflow.run.events', 0, 1, '{', '{"source": "api"}', now());
            update dead_letters set {{state}} where id = '{{id}}'
            """);
        return $"{id}";
    }

    /// <summary>A consumer that is alive beside the one that owns all shards.</summary>
    internal async Task<string> ConsumerAsync(string kind = "consumer")
    {
        var id = NewName(kind);
        await Api.ExecuteAsync(
            $"insert into consumers (id, kind, host, pid, seen_at) values ('{id}', '{kind}', 'here', 3, '2999-01-01')");
        return id;
    }

    /// <summary>A run of the user's in that status, with a step where it has begun.</summary>
    internal async Task<Guid> RunAsync(string status = "PENDING")
    {
        var answer = await (await Mine.StartAsync(Workflow)).JsonAsync();
        var run = answer.GetProperty("execution_id").GetGuid();
        await Api.ExecuteAsync($"""
            update workflow_runs
               set status = '{status}', revision = 2,
                   started_at = case when '{status}' = 'PENDING' then null else now() end,
                   completed_at = case when '{status}' in ('PENDING', 'RUNNING') then null else now() end,
                   error_message = case when '{status}' = 'FAILED' then 'it broke' end
             where run_id = '{run}';
            insert into step_executions (run_id, step_path, step_id, step_type, status, input_data, started_at,
                                         completed_at, began_revision, ended_revision)
            select '{run}', '/do/0/first', 'first', 'data_processing', '{status}', '1', now(),
                   case when '{status}' = 'RUNNING' then null else now() end, 1,
                   case when '{status}' = 'RUNNING' then null else 2 end
             where '{status}' <> 'PENDING'
            """);
        return run;
    }

    /// <summary>Whether only admins may call the route at all.</summary>
    internal bool IsForAdmins(DocumentedRoute route)
    {
        var answers = Document.GetProperty("paths").GetProperty(route.Path)
            .GetProperty(route.Method.ToLowerInvariant()).GetProperty("responses");
        return answers.TryGetProperty("403", out var refusal)
            && refusal.GetRawText().Contains("admin-only", StringComparison.Ordinal)
            && !refusal.GetRawText().Contains("insufficient-scope", StringComparison.Ordinal);
    }

    private async Task<string> MakeAsync(string path, string body)
    {
        var answer = await Mine.PostAsync(path, body);
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());
        return (await answer.JsonAsync()).Text("id");
    }
}
