using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Npgsql;
using Workflow.Database.Schema;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bench.Sockets;

/// <summary>Changes runs as their owners do: one commit, then one event. The runs are made here and deleted at the
/// end.</summary>
internal sealed class ChangeMaker : IAsyncDisposable
{
    /// <summary>No shard has this number, so nobody executes the runs.</summary>
    private const int NobodysShard = 1_000_000;

    private const string Insert = """
        insert into workflow_runs (run_id, workflow_name, owner_id, status, shard, revision, started_revision,
                                   started_at, total_steps)
        select run_id, 'bench', $2, 'RUNNING', $3, 1, 1, now(), 1000000 from unnest($1::uuid[]) as run_id
        """;

    private const string Change = """
        with changed as (
            update workflow_runs set revision = revision + 1 where run_id = $1 returning run_id, revision
        )
        insert into step_executions (run_id, step_path, step_id, step_type, status, started_at, completed_at,
                                     began_revision, ended_revision)
        select run_id, '/do/' || revision || '/work', 'work', 'data_processing', 'COMPLETED', $2, $2, revision, revision
          from changed returning began_revision
        """;

    private const string Delete = """
        with steps as (delete from step_executions where run_id = any($1))
        delete from workflow_runs where run_id = any($1)
        """;

    private readonly NpgsqlDataSource _database;
    private readonly MessageProducer _producer;
    private readonly RunTally[] _tallies;
    private readonly RunFacts _facts;

    public ChangeMaker(SocketsPlan plan, string ownerId)
    {
        _facts = new RunFacts(ownerId, null, 1_000_000);
        _database = NpgsqlDataSource.Create(DatabaseUrl.Parse(plan.Database));
        _producer = new MessageProducer(
            KafkaOptions.Local with { BootstrapServers = plan.Brokers }, NullLogger.Instance);
        Runs = [.. Enumerable.Range(0, plan.Runs).Select(
            _ => Guid.CreateVersion7(TimeProvider.System.GetUtcNow()))];
        _tallies = [.. Runs.Select(_ => new RunTally())];
    }

    public Guid[] Runs { get; }

    /// <summary>Committed changes so far.</summary>
    public int Made { get; private set; }

    public async Task BeginAsync()
    {
        await using var command = _database.CreateCommand(Insert);
        command.Parameters.AddWithValue(Runs);
        command.Parameters.AddWithValue(_facts.OwnerId);
        command.Parameters.AddWithValue(NobodysShard);
        await command.ExecuteNonQueryAsync();
    }

    /// <summary>Makes so many changes per second, each to the next run, until told to stop.</summary>
    public async Task RunAsync(int perSecond, CancellationToken ct)
    {
        using var timer = new PeriodicTimer(TimeSpan.FromMilliseconds(10));
        var began = TimeProvider.System.GetTimestamp();
        var first = Made;
        try
        {
            while (await timer.WaitForNextTickAsync(ct))
            {
                var due = first + (int)(TimeProvider.System.GetElapsedTime(began).TotalSeconds * perSecond);
                while (Made < due && !ct.IsCancellationRequested)
                {
                    await ChangeAsync(Made++ % Runs.Length);
                }
            }
        }
        catch (OperationCanceledException)
        {
        }
    }

    public async ValueTask DisposeAsync()
    {
        await using (var command = _database.CreateCommand(Delete))
        {
            command.Parameters.AddWithValue(Runs);
            await command.ExecuteNonQueryAsync();
        }

        _producer.Dispose();
        await _database.DisposeAsync();
    }

    private async Task ChangeAsync(int index)
    {
        var (run, now) = (Runs[index], Moment.Of(TimeProvider.System.GetUtcNow()));
        await using var command = _database.CreateCommand(Change);
        command.Parameters.AddWithValue(run);
        command.Parameters.AddWithValue(now);
        var revision = (long)(await command.ExecuteScalarAsync())!;
        var step = new StepChange(
            "work", $"/do/{revision}/work", "0", 1, StepType.DataProcessing, null, null,
            StepStatus.Completed.ToJson(), Began: true, now, now);
        _tallies[index].Take(new StepKey(step.StepPath, step.Iteration, 1), step.StepId, now, now);
        var change = new RunEvent(
            run, _facts.OwnerId, null, revision, RunChange.Progress, RunStatus.Running.ToJson(),
            _tallies[index].ProgressOf(RunStatus.Running, _facts.TotalSteps), [step], now);
        _producer.TrySend(
            Topics.RunEvents, null, Encoding.ASCII.GetBytes(run.ToString()), MessageCodec.Encode(change));
    }
}
