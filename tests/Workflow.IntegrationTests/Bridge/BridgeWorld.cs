using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Workflow.Bridge.Hosting;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Database.Bridge;
using Workflow.Hosting.Callbacks;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Kafka;
using Workflow.Kafka;
using Workflow.Model;
using Workflow.Outgoing.Secrets;
using Xunit;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>A broker, a database, an agent, and bridges between them.</summary>
internal sealed class BridgeWorld : IAsyncDisposable
{
    public const int Shard = 2;
    private const string Path = "/do/0/classify";

    private readonly EmbeddedBroker _broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions { Partitions = 4 });
    private readonly List<TaskBridge> _bridges = [];
    private readonly string _databaseUrl;
    private readonly BridgeDatabase _database;
    private readonly MessageProducer _producer;
    private readonly BroadcastConsumer _listener;

    private BridgeWorld(string databaseUrl, TestAgent agent)
    {
        (_databaseUrl, Agent) = (databaseUrl, agent);
        _database = BridgeDatabase.Open(databaseUrl);
        _producer = new MessageProducer(Kafka, NullLogger.Instance);
        _listener = new BroadcastConsumer(
            Kafka, [Topics.AgentResults, Topics.DeadLetter], Seen, TimeProvider.System, NullLogger.Instance);
    }

    public TestAgent Agent { get; }

    public BridgeDatabase Database => _database;

    /// <summary>What came on the topics of results and dead letters.</summary>
    public Recorder Seen { get; } = new();

    public BridgeOptions Options { get; set; } = new() { Grace = TimeSpan.Zero };

    public CallbackOptions Callbacks { get; set; } = new();

    /// <summary>The clock of bridges.</summary>
    public TimeProvider Time { get; set; } = TimeProvider.System;

    /// <summary>The environment in which bridges look for secrets.</summary>
    public Dictionary<string, string?> Variables { get; } = [];

    private KafkaOptions Kafka => KafkaOptions.Local with
    {
        BootstrapServers = _broker.BootstrapServers,
        Partitions = 4,
        CommitInterval = TimeSpan.FromMilliseconds(100),
        DeliveryTimeout = TimeSpan.FromSeconds(60),
        CloseWait = TimeSpan.FromSeconds(60),
    };

    public static async Task<BridgeWorld> CreateAsync(PostgresFixture postgres)
    {
        var world = new BridgeWorld(await postgres.CreateDatabaseAsync(), await TestAgent.StartAsync());
        world._listener.Start();
        await world._listener.Ready.WaitAsync(TimeSpan.FromSeconds(60));
        return world;
    }

    public TaskBridge StartBridge(ILoggerFactory? loggers = null)
    {
        var bridge = new TaskBridge(
            Options, Kafka, _database, new SecretSource(Variables), Time,
            loggers ?? NullLoggerFactory.Instance, Callbacks);
        _bridges.Add(bridge);
        bridge.Start();
        return bridge;
    }

    /// <summary>Waits until the bridge has let go of every task. Until then one that comes again only joins its
    /// call, whose result may have been seen already.</summary>
    public static async Task UntilIdleAsync(TaskBridge bridge)
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (bridge.OpenTasks > 0)
        {
            await Task.Delay(10, limit.Token);
        }
    }

    /// <summary>Writes a run with one step that calls the agent, and makes its task.</summary>
    public async Task<AgentTask> NewTaskAsync(string stepStatus = "RUNNING", string runStatus = "RUNNING")
    {
        var task = new AgentTask(
            Guid.NewGuid(), Guid.NewGuid(), "classify", Path, "0", 1, "ClassifierAgent", $"{Agent.Url}/agents/any",
            RawJson.FromText("""{"subject":"x"}"""), null, Shard, TimeProvider.System.GetUtcNow());
        await ExecuteAsync(
            $"""
            insert into workflow_runs (run_id, workflow_name, owner_id, status, shard)
            values ('{task.RunId}', 'test', 'tester', '{runStatus}', {Shard});
            insert into step_executions
                (run_id, step_path, step_id, step_type, task_id, status, started_at, began_revision)
            values
                ('{task.RunId}', '{Path}', 'classify', 'agent_execution', '{task.TaskId}', '{stepStatus}', now(), 1);
            """);
        return task;
    }

    /// <summary>Does what the run's owner does with a result.</summary>
    public Task RecordAsync(AgentTask task) =>
        ExecuteAsync($"update step_executions set status = 'COMPLETED' where task_id = '{task.TaskId}'");

    public Task SendAsync(AgentTask task) => SendAsync(Topics.AgentTasks, task.RunId, MessageCodec.Encode(task));

    public Task CancelAsync(Guid runId) => SendAsync(
        Topics.CancellationRequests, runId,
        MessageCodec.Encode(new CancellationRequest(runId, "tester", null, TimeProvider.System.GetUtcNow())));

    /// <summary>Sends bytes and waits until the broker has them.</summary>
    public async Task SendAsync(string topic, Guid key, byte[] body)
    {
        var delivery = await _producer.SendAsync(topic, Shard, Encoding.UTF8.GetBytes(key.ToString()), body);
        Assert.True(delivery.Stored, delivery.Reason);
    }

    /// <summary>The next result of the task, and the partition on which it came.</summary>
    public async Task<(AgentResult Result, int Partition)> ResultAsync(Guid taskId)
    {
        var seen = await Seen.Until(seen => seen.Message.Topic == Topics.AgentResults && Read(seen).TaskId == taskId);
        return (Read(seen), seen.Partition);
    }

    public static AgentResult Read(Seen seen) =>
        JsonSerializer.Deserialize(seen.Message.Value, MessageJson.Default.AgentResult)!;

    public async Task ExecuteAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_databaseUrl);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        await command.ExecuteNonQueryAsync();
    }

    public async Task<long> CountAsync(string sql)
    {
        await using var connection = new NpgsqlConnection(_databaseUrl);
        await connection.OpenAsync();
        await using var command = new NpgsqlCommand(sql, connection);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var bridge in _bridges)
        {
            await bridge.StopAsync(CancellationToken.None);
            await bridge.DisposeAsync();
        }

        _listener.Dispose();
        _producer.Dispose();
        _broker.Dispose();
        await _database.DisposeAsync();
        await Agent.DisposeAsync();
    }
}
