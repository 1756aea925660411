using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Headers;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.Extensions.DependencyInjection;
using Npgsql;
using Workflow.Api.Startup;
using Workflow.Database.Schema;
using Workflow.Kafka;

namespace Workflow.IntegrationTests.Api;

/// <summary>The API in this process, on a free port, with a database and an embedded broker of its own.</summary>
public sealed class ApiHost : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, ApiHost> _views;

    private ApiHost(WebApplication app, EmbeddedBroker broker, string database)
    {
        _app = app;
        _views = [];
        Broker = broker;
        Database = Connections.Open(new NpgsqlConnectionStringBuilder(database));
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    private ApiHost(ApiHost host, string token)
    {
        (_app, _views, Broker, Database) = (host._app, host._views, host.Broker, host.Database);
        Http = new HttpClient { BaseAddress = host.Http.BaseAddress };
        Http.DefaultRequestHeaders.Authorization = new AuthenticationHeaderValue("Bearer", token);
    }

    /// <summary>Sends no token: the admin <c>local</c> of a host without accounts, nobody of one with them.</summary>
    public HttpClient Http { get; }

    public NpgsqlDataSource Database { get; }

    public EmbeddedBroker Broker { get; }

    public IServiceProvider Services => _app.Services;

    /// <summary>Starts the API and waits until it serves.</summary>
    public static async Task<ApiHost> StartAsync(string database, params string[] settings)
    {
        var host = await StartUnreadyAsync(database, settings);
        await host.Service<ClusterState>().Ready;
        return host;
    }

    /// <summary>Starts an API that asks everybody for a token; see <see cref="As"/>.</summary>
    public static Task<ApiHost> StartWithAccountsAsync(string database, params string[] settings) =>
        StartAsync(database, ["--WORKFLOW_AUTH_MODE=required", .. settings]);

    /// <summary>The same host with a user's token in every request. The user <c>admin</c> has the role admin.</summary>
    public ApiHost As(string user) => _views.GetOrAdd(
        user, name => new ApiHost(this, TestToken.Of(name, name == "admin" ? "admin" : null)));

    /// <summary>A client that sends a user's token.</summary>
    public HttpClient ClientOf(string user) => As(user).Http;

    /// <summary>The same host with this token, or API key, in every request.</summary>
    public ApiHost With(string token) => _views.GetOrAdd(token, text => new ApiHost(this, text));

    /// <summary>Starts the API and does not wait for its database.</summary>
    public static async Task<ApiHost> StartUnreadyAsync(string database, params string[] settings)
    {
        var broker = EmbeddedBroker.Start();
        var app = ApiApplication.Build(
        [
            "--urls=http://127.0.0.1:0", $"--DATABASE_URL={database}", $"--KAFKA_BROKERS={broker.BootstrapServers}",
            "--WORKFLOW_KAFKA_PROFILE=local", "--WORKFLOW_API_SETUP_RETRY_MS=20", "--LOG_LEVEL=ERROR",
            "--WORKFLOW_AUTH_MODE=local", $"--WORKFLOW_AUTH_HS256_SECRET={TestToken.Secret}",
            "--WORKFLOW_AUTH_REQUESTS_PER_SECOND=0", "--WORKFLOW_AUTH_FAILURES_PER_SECOND=0",
            "--WORKFLOW_INTAKE_STATEMENT_TIMEOUT_MS=60000", "--WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS=60000", .. settings,
        ]);
        await app.StartAsync();
        return new ApiHost(app, broker, database);
    }

    /// <summary>Registers a workflow and returns its id.</summary>
    public async Task<Guid> RegisterAsync(string document)
    {
        var answer = await PostAsync("/api/v1/workflows", document, "application/yaml");
        var body = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.True(answer.IsSuccessStatusCode, body);
        return JsonDocument.Parse(body).RootElement.GetProperty("id").GetGuid();
    }

    public Task<HttpResponseMessage> PostAsync(
        string path, string body, string? type = "application/json", string? key = null)
    {
        var request = new HttpRequestMessage(HttpMethod.Post, path)
        {
            Content = new ByteArrayContent(Encoding.UTF8.GetBytes(body)),
        };
        if (type is not null)
        {
            request.Content.Headers.TryAddWithoutValidation("Content-Type", type);
        }

        if (key is not null)
        {
            request.Headers.TryAddWithoutValidation("Idempotency-Key", key);
        }

        return Http.SendAsync(request);
    }

    public Task<HttpResponseMessage> StartAsync(Guid workflowId, string body = "{}", string? key = null) =>
        PostAsync($"/api/workflows/{workflowId}/execute", body, key: key);

    public Task<HttpResponseMessage> PutAgentAsync(string name, string body) =>
        Http.PutAsync($"/api/v1/agents/{name}", new StringContent(body, Encoding.UTF8, "application/json"));

    /// <summary>The first column of the first row.</summary>
    public async Task<T?> QueryAsync<T>(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        return (T?)await command.ExecuteScalarAsync();
    }

    public async Task ExecuteAsync(string sql)
    {
        await using var command = Database.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Waits until somebody waits for a lock of that server process.</summary>
    public async Task UntilBlockedAsync(int blocker)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await QueryAsync<bool>(
            $"select exists (select from pg_stat_activity where {blocker} = any(pg_blocking_pids(pid)))"))
        {
            Xunit.Assert.False(patience.IsCancellationRequested, $"Nobody waits for server process {blocker}.");
        }
    }

    public T Service<T>()
        where T : notnull => Services.GetRequiredService<T>();

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        foreach (var view in _views.Values)
        {
            view.Http.Dispose();
        }

        await _app.StopAsync();
        await _app.DisposeAsync();
        await Database.DisposeAsync();
        Broker.Dispose();
    }
}

/// <summary>Reading answers.</summary>
internal static class Answers
{
    public static async Task<JsonElement> JsonAsync(this HttpResponseMessage answer) =>
        await answer.Content.ReadFromJsonAsync<JsonElement>();

    /// <summary>Asserts status and problem type, and hands the problem back.</summary>
    public static async Task<JsonElement> ProblemAsync(this HttpResponseMessage answer, int status, string type)
    {
        var text = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.True((int)answer.StatusCode == status, $"{(int)answer.StatusCode}: {text}");
        Xunit.Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        var problem = JsonDocument.Parse(text).RootElement;
        Xunit.Assert.Equal("/problems/" + type, problem.GetProperty("type").GetString());
        Xunit.Assert.Equal(status, problem.GetProperty("status").GetInt32());
        Xunit.Assert.NotEmpty(problem.GetProperty("title").GetString()!);
        Xunit.Assert.NotEmpty(problem.GetProperty("detail").GetString()!);
        return problem;
    }

    public static string Text(this JsonElement element, string name) => element.GetProperty(name).GetString()!;
}
