using Confluent.Kafka;
using Confluent.Kafka.Admin;
using Npgsql;
using Workflow.Bench.Client;
using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;
using Workflow.Database.Schema;
using Workflow.Model;

namespace Workflow.Bench.Limits;

/// <summary>What this machine allows at most: the same load on the least that has to be done. The tables are the
/// product's, in a database of their own on the same server.</summary>
internal sealed class MachineLimits : IAsyncDisposable
{
    public const string Database = "limit: database";
    public const string Pipeline = "limit: pipeline";
    public const string Commit = "limit: one commit";
    public const string CommitName = "p50 ms";

    /// <summary>Runs that go before the first round, here and through the platform.</summary>
    public const int WarmUp = 2_000;

    private const string Name = "limits";
    private const int Shards = 16;
    private const int Commits = 40;

    private readonly NpgsqlDataSource _database;
    private readonly BareRuns _runs;
    private readonly BrokerProcess? _broker;
    private readonly PipelineProcess _pipeline;
    private readonly Sampler _sampler;

    private MachineLimits(
        NpgsqlDataSource database, BrokerProcess? broker, PipelineProcess pipeline, int server)
    {
        (_database, _broker, _pipeline) = (database, broker, pipeline);
        _runs = new BareRuns(database);
        _sampler = new Sampler(database, server, Processes);
    }

    /// <param name="brokers">A real Kafka; null for an embedded broker more.</param>
    public static async Task<MachineLimits> StartAsync(BenchStack stack, string? brokers, CancellationToken ct)
    {
        await stack.ExecuteAsync($"create database {Name}");
        var connection = stack.Postgres.ConnectionOf("limits", Name);
        var database = NpgsqlDataSource.Create(connection);
        await DatabaseSetup.ApplyAsync(database, Shards, ct);
        var broker = brokers is null ? await BrokerProcess.StartAsync(Ports.Free()) : null;

        var pipeline = await PipelineProcess.StartAsync(
            brokers ?? broker!.Address, broker is null ? await TopicAsync(brokers!) : Topics.ExecutionRequests,
            connection);
        var limits = new MachineLimits(database, broker, pipeline, stack.Postgres.Pid);
        await Load.ClosedAsync(new DatabaseEngine(limits._runs), WarmUp);
        await Load.ClosedAsync(new PipelineEngine(pipeline.Url), WarmUp);
        return limits;
    }

    /// <param name="workload">Whose load it is: the figures stand beside those.</param>
    public async Task RunAsync(FigureBook book, string workload, int runs, LoadAsync load)
    {
        (string Kind, IEngine Engine)[] engines =
            [(Database, new DatabaseEngine(_runs)), (Pipeline, new PipelineEngine(_pipeline.Url))];
        foreach (var (kind, engine) in engines)
        {
            book.Keep(
                workload, kind, await Measurement.CostAsync(_sampler, runs, () => load(engine, runs)));
        }
    }

    /// <summary>One row each, one commit each, one after the other.</summary>
    public async Task CommitsAsync(FigureBook book, string workload)
    {
        var times = new double[Commits];
        for (var i = 0; i < Commits; i++)
        {
            var began = TimeProvider.System.GetTimestamp();
            await _runs.InsertAsync(BareRuns.NewId());
            times[i] = TimeProvider.System.GetElapsedTime(began).TotalMilliseconds;
        }

        book.Keep(
            workload, Commit, [(CommitName, Series.Median(times)), ("40 of them, ms", times.Sum())]);
    }

    public async ValueTask DisposeAsync()
    {
        await _pipeline.DisposeAsync();
        await _runs.DisposeAsync();
        await _database.DisposeAsync();
        if (_broker is not null)
        {
            await _broker.DisposeAsync();
        }
    }

    /// <summary>Makes a topic that nobody else reads.</summary>
    private static async Task<string> TopicAsync(string brokers)
    {
        var topic = $"bench-{Environment.ProcessId}.pipeline";
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = brokers }).Build();
        await admin.CreateTopicsAsync([new TopicSpecification { Name = topic, NumPartitions = Shards }]);
        return topic;
    }

    private IEnumerable<(string Name, int Pid)> Processes()
    {
        yield return ("pipeline", _pipeline.Pid);
        if (_broker is not null)
        {
            yield return ("broker", _broker.Pid);
        }
    }
}
