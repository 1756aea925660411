using Npgsql;
using Workflow.Bench.Client;
using Workflow.Bench.Measures;
using Workflow.Kafka;

namespace Workflow.Bench.Stack;

/// <summary>A platform of the benchmark's own: PostgreSQL with its stock settings, a broker, one API, and consumers as
/// wanted, each a process.</summary>
internal sealed class BenchStack : IAsyncDisposable
{
    private readonly BrokerProcess? _broker;
    private readonly Func<string, ServiceProcess> _startConsumer;
    private readonly Func<ServiceProcess> _startBridge;
    private readonly ServiceProcess _api;
    private readonly Dictionary<string, ServiceProcess> _consumers = [];
    private readonly CancellationToken _stop;
    private ServiceProcess? _bridge;
    private int _started;

    private BenchStack(
        PostgresCluster postgres, BrokerProcess? broker, KafkaOptions kafka, Uri url, ServiceProcess api,
        Func<string, ServiceProcess> startConsumer, Func<ServiceProcess> startBridge, CancellationToken stop)
    {
        (_stop, _startBridge) = (stop, startBridge);
        (Postgres, _broker, Kafka, Api) = (postgres, broker, kafka, url);
        (_api, _startConsumer) = (api, startConsumer);
        Database = NpgsqlDataSource.Create(postgres.ConnectionOf("bench"));
        Sampler = new Sampler(Database, postgres.Pid, Processes);
        Topics = new TopicBytes(kafka);
    }

    public PostgresCluster Postgres { get; }

    public Uri Api { get; }

    public KafkaOptions Kafka { get; }

    public NpgsqlDataSource Database { get; }

    public Sampler Sampler { get; }

    public TopicBytes Topics { get; }

    /// <summary>Processes of the consumers that are up.</summary>
    public IReadOnlyList<int> Consumers => [.. _consumers.Values.Select(consumer => consumer.Pid)];

    /// <summary>Starts everything but the consumers.</summary>
    /// <param name="ct">Also ends statements, for as long as the stack is there.</param>
    public static async Task<BenchStack> StartAsync(StackPlan plan, CancellationToken ct)
    {
        var data = Directory.CreateDirectory(plan.Folder).FullName;
        if (!OperatingSystem.IsWindows())
        {
            File.SetUnixFileMode(data, (UnixFileMode)0b001_111_111_111); // the server's user writes there too
        }

        var logs = Directory.CreateDirectory(plan.Logs).FullName;
        var postgres = await PostgresCluster.StartAsync(Ports.Free(), [], data);
        BrokerProcess? broker = null;
        try
        {
            broker = plan.Brokers is null ? await BrokerProcess.StartAsync(Ports.Free()) : null;
            var kafka = plan.KafkaAt(plan.Brokers ?? broker!.Address, Environment.ProcessId);
            var api = new Uri($"http://127.0.0.1:{Ports.Free()}");
            ServiceProcess Start(string assembly, string id, params string[] more) => ServiceProcess.Start(
                [assembly, .. more], plan.EnvironmentOf(kafka, postgres.ConnectionOf(id), id),
                Path.Combine(logs, $"{id}.log"));
            var stack = new BenchStack(
                postgres, broker, kafka, api, Start(plan.Programs.Api, "api", "--urls", api.ToString()),
                id => Start(plan.Programs.Consumer, id), () => Start(plan.Programs.Bridge, "bridge"), ct);
            try
            {
                await Health.UntilUpAsync(api, "database", ct);
                return stack;
            }
            catch
            {
                await stack.DisposeAsync();
                throw;
            }
        }
        catch when (broker is null)
        {
            await postgres.DisposeAsync();
            throw;
        }
    }

    /// <summary>Brings the number of consumers to that, and waits until they own every shard.</summary>
    public async Task ConsumersAsync(int count, CancellationToken ct)
    {
        while (_consumers.Count > count)
        {
            await StopConsumerAsync(_consumers.Last().Key);
        }

        while (_consumers.Count < count)
        {
            StartConsumer();
        }

        if (count > 0)
        {
            await Health.UntilUpAsync(Api, "shards", ct);
        }
    }

    /// <summary>Starts a bridge, and waits until it is there.</summary>
    public Task BridgeAsync(CancellationToken ct)
    {
        _bridge ??= _startBridge();
        return Health.UntilUpAsync(Api, "bridge", ct);
    }

    /// <summary>The answer is its name.</summary>
    public string StartConsumer()
    {
        var id = $"consumer-{++_started}";
        _consumers.Add(id, _startConsumer(id));
        return id;
    }

    /// <summary>SIGSTOP: they stay warm and do nothing.</summary>
    public void FreezeConsumers()
    {
        foreach (var consumer in _consumers.Values)
        {
            consumer.Freeze();
        }
    }

    public void WakeConsumers()
    {
        foreach (var consumer in _consumers.Values)
        {
            consumer.Wake();
        }
    }

    /// <summary>SIGKILL.</summary>
    public async Task KillConsumerAsync(string id)
    {
        _consumers.Remove(id, out var consumer);
        await consumer!.KillAsync();
        await consumer.DisposeAsync();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var consumer in _consumers.Keys.ToList())
        {
            await StopConsumerAsync(consumer);
        }

        if (_bridge is not null)
        {
            await _bridge.DisposeAsync();
        }

        await _api.DisposeAsync();
        await Database.DisposeAsync();
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }

        await Postgres.DisposeAsync();
    }

    public async Task<T> ScalarAsync<T>(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 1_800;
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return (T)(await command.ExecuteScalarAsync(_stop) ?? throw new InvalidOperationException($"No row: {sql}"));
    }

    public async Task<int> ExecuteAsync(string sql, params object[] values)
    {
        await using var command = Database.CreateCommand(sql);
        command.CommandTimeout = 1_800;
        foreach (var value in values)
        {
            command.Parameters.AddWithValue(value);
        }

        return await command.ExecuteNonQueryAsync(_stop);
    }

    private async Task StopConsumerAsync(string id)
    {
        _consumers.Remove(id, out var consumer);
        consumer!.Wake();
        await consumer.TerminateAsync(TimeSpan.FromSeconds(15));
        await consumer.DisposeAsync();
    }

    private IEnumerable<(string Name, int Pid)> Processes()
    {
        yield return ("API", _api.Pid);
        foreach (var consumer in _consumers.Values)
        {
            yield return ("consumer", consumer.Pid);
        }

        if (_broker is not null)
        {
            yield return ("broker", _broker.Pid);
        }
    }
}
