using System.Net;
using System.Net.Http.Json;
using System.Net.Sockets;
using System.Text;
using System.Text.Json;
using Npgsql;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>The whole platform as users run it: API, bridge and consumers as processes, a broker, a database,
/// agents.</summary>
internal sealed class LocalPlatform : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(3);

    private readonly Dictionary<string, string> _environment;
    private readonly List<ServiceProcess> _processes = [];
    private int _consumers;

    private LocalPlatform(string connection, EmbeddedBroker broker, TestAgents agents, int port)
    {
        Broker = broker;
        Agents = agents;
        Data = NpgsqlDataSource.Create(connection);
        Http = new HttpClient { BaseAddress = new Uri($"http://127.0.0.1:{port}") };
        _environment = new Dictionary<string, string>
        {
            ["DATABASE_URL"] = connection,
            ["KAFKA_BROKERS"] = broker.BootstrapServers,
            ["WORKFLOW_KAFKA_PROFILE"] = "local",
            ["WORKFLOW_CALLBACK_URL"] = $"http://127.0.0.1:{port}",
            ["WORKFLOW_CALLBACK_SECRET"] = "the secret of bridges and APIs in tests",
            ["WORKFLOW_INTAKE_STATEMENT_TIMEOUT_MS"] = "60000",

            // A message that is given up on a busy machine is told by nobody.
            ["WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS"] = "60000",
            ["LOG_LEVEL"] = "INFO",
            ["DOTNET_gcServer"] = "0",
        };
    }

    /// <summary>Root folder of the built checkout whose programs are started from now on; null for this
    /// one.</summary>
    public string? Release { get; set; }

    public EmbeddedBroker Broker { get; private set; }

    public TestAgents Agents { get; }

    public NpgsqlDataSource Data { get; private set; }

    public HttpClient Http { get; }

    public ServiceProcess Api { get; private set; } = null!;

    public ServiceProcess Bridge { get; private set; } = null!;

    public KafkaOptions Kafka => KafkaOptions.Local with
    {
        BootstrapServers = Broker.BootstrapServers,
        DeliveryTimeout = TimeSpan.FromSeconds(60),
    };

    public static async Task<LocalPlatform> StartAsync(
        PostgresFixture postgres, int consumers = 1, bool isReady = true,
        params (string Name, string Value)[] settings) =>
        await StartAsync(await postgres.CreateDatabaseAsync(), consumers, isReady, null, settings);

    /// <param name="connection">Of the database; the platform brings its schema.</param>
    /// <param name="release">See <see cref="Release"/>.</param>
    public static async Task<LocalPlatform> StartAsync(
        string connection, int consumers = 1, bool isReady = true, string? release = null,
        params (string Name, string Value)[] settings)
    {
        var broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions { Port = Ports.Free() });
        var platform = new LocalPlatform(connection, broker, await TestAgents.StartAsync(), Ports.Free())
        {
            Release = release,
        };
        foreach (var (name, value) in settings)
        {
            platform._environment[name] = value;
        }

        platform.Api = platform.StartApi();
        platform.StartBridge();
        for (var i = 0; i < consumers; i++)
        {
            platform.StartConsumer();
        }

        await platform.UntilReadyAsync(isReady ? "/healthz" : "/api/v1/workflows");
        return platform;
    }

    /// <summary>Kills every process; broker, agents and database stay.</summary>
    public async Task EndAllAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        _processes.Clear();
    }

    /// <summary>API, bridge and one consumer anew, with another database.</summary>
    public async Task GoOnWithAsync(string connection, params (string Name, string Value)[] settings)
    {
        await Data.DisposeAsync();
        Data = NpgsqlDataSource.Create(connection);
        _environment["DATABASE_URL"] = connection;
        foreach (var (name, value) in settings)
        {
            _environment[name] = value;
        }

        Api = StartApi();
        StartBridge();
        StartConsumer();
        await UntilReadyAsync("/healthz");
    }

    public ServiceProcess StartApi(params string[] settings) =>
        StartService("services/Workflow.Api", ["--urls", Http.BaseAddress!.ToString(), .. settings]);

    /// <summary>An API in place of one that has ended.</summary>
    public void ReplaceApi()
    {
        _processes.Remove(Api);
        Api = StartApi();
    }

    /// <summary>The broker ends with all its messages and groups, and an empty one takes its place.</summary>
    public void LoseEveryMessage()
    {
        var port = IPEndPoint.Parse(Broker.BootstrapServers).Port;
        Broker.Dispose();
        Broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions { Port = port });
    }

    /// <summary>A bridge in place of one that has ended.</summary>
    public void StartBridge()
    {
        _processes.Remove(Bridge);
        Bridge = StartService("services/Workflow.Bridge");
    }

    public ServiceProcess StartConsumer(params (string Name, string Value)[] more)
    {
        var environment = new Dictionary<string, string>(_environment)
        {
            ["WORKFLOW_CONSUMER_ID"] = $"consumer-{++_consumers}",
        };
        foreach (var (name, value) in more)
        {
            environment[name] = value;
        }

        var process = ServiceProcess.Start("services/Workflow.ExecutionConsumer", environment, [], Release);
        _processes.Add(process);
        return process;
    }

    /// <summary>The consumers started so far, the first one first.</summary>
    public IReadOnlyList<ServiceProcess> Consumers =>
        [.. _processes.Where(process => process != Api && process != Bridge)];

    public async Task RegisterAgentAsync(string name, Func<AgentCallSeen, CancellationToken, Task<object?>> answer)
    {
        Agents.On(name, answer);
        using var put = await Http.PutAsJsonAsync(
            $"/api/v1/agents/{name}", new { endpoint = $"{Agents.Url}/agents/{name}" });
        Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
    }

    /// <summary>Registers a definition; its tasks are the YAML given, indented by two.</summary>
    public async Task<Guid> RegisterAsync(string tasks, string name = "test")
    {
        var text = $"""
            document:
              dsl: '1.0.0'
              namespace: tests
              name: {name}
              version: '1.0.0'
            do:
            {tasks}
            """;
        using var content = new StringContent(text, Encoding.UTF8, "application/yaml");
        using var answer = await Http.PostAsync("/api/v1/workflows", content);
        var body = await answer.Content.ReadAsStringAsync();
        Assert.True(answer.IsSuccessStatusCode, body);
        using var document = JsonDocument.Parse(body);
        return document.RootElement.GetProperty("id").GetGuid();
    }

    public async Task<Guid> StartRunAsync(Guid workflowId, object? input = null)
    {
        using var answer = await Http.PostAsJsonAsync(
            $"/api/workflows/{workflowId}/execute", new { input_data = input });
        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        using var document = JsonDocument.Parse(await answer.Content.ReadAsStringAsync());
        return document.RootElement.GetProperty("execution_id").GetGuid();
    }

    public Task<Guid[]> StartRunsAsync(Guid workflowId, int count, Func<int, object?>? input = null) =>
        Task.WhenAll(Enumerable.Range(0, count).Select(index => StartRunAsync(workflowId, input?.Invoke(index))));

    public async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    /// <summary>Waits until every run has an end status.</summary>
    public Task UntilEndedAsync() => UntilAsync("all runs have ended", async () => await OpenAsync() == 0);

    /// <summary>Runs without an end status.</summary>
    public Task<long> OpenAsync() =>
        ScalarAsync<long>("select count(*) from workflow_runs where status in ('PENDING', 'RUNNING')");

    public Task<long> CompletedAsync() =>
        ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'");

    /// <summary>Waits until SQL says so.</summary>
    public Task UntilSqlAsync(string condition) =>
        UntilAsync(condition, () => ScalarAsync<bool>($"select {condition}"));

    /// <summary>Waits for a condition that other processes bring about.</summary>
    public async Task UntilAsync(string what, Func<Task<bool>> condition)
    {
        using var patience = new CancellationTokenSource(Patience);
        while (!await condition())
        {
            if (patience.IsCancellationRequested)
            {
                var logs = string.Join("\n----\n", _processes.Select(
                    process => process.Output[^Math.Min(4000, process.Output.Length)..]));
                Assert.Fail($"Not within {Patience}: {what}\n{logs}");
            }

            await Task.Delay(20);
        }
    }

    private Task UntilReadyAsync(string path) => UntilAsync("the platform is ready", async () =>
    {
        try
        {
            using var answer = await Http.GetAsync(path);
            return answer.StatusCode == HttpStatusCode.OK;
        }
        catch (HttpRequestException)
        {
            return false;
        }
    });

    public async ValueTask DisposeAsync()
    {
        foreach (var process in _processes)
        {
            await process.DisposeAsync();
        }

        Http.Dispose();
        await Agents.DisposeAsync();
        await Data.DisposeAsync();
        Broker.Dispose();
    }

    private ServiceProcess StartService(string project, params string[] arguments)
    {
        var process = ServiceProcess.Start(project, _environment, arguments, Release);
        _processes.Add(process);
        return process;
    }
}
