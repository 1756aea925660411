using Npgsql;
using Workflow.Database.Ownership;
using Workflow.Database.Schema;
using Workflow.Database.Transitions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Journal;

/// <summary>A database, an owner of shard 3, and runs to commit.</summary>
public abstract class JournalTest(PostgresFixture postgres) : IAsyncLifetime
{
    protected const int Shard = 3;

    /// <summary>How long a process counts as alive after its sign of life: no test outlasts it.</summary>
    protected static readonly TimeSpan Silence = TimeSpan.FromHours(1);

    protected static readonly DateTimeOffset Now = new(2026, 5, 4, 12, 0, 0, TimeSpan.Zero);

    protected string Database { get; private set; } = null!;

    protected NpgsqlDataSource Data { get; private set; } = null!;

    protected ShardTable Shards { get; private set; } = null!;

    protected JournalStore Store { get; private set; } = null!;

    protected ShardClaim Claim { get; private set; }

    public async Task InitializeAsync()
    {
        Database = await postgres.CreateDatabaseAsync();
        Data = Connections.Open(new NpgsqlConnectionStringBuilder(Database));
        Shards = new ShardTable(Data, TimeProvider.System, Silence);
        Store = new JournalStore(Data);
        Claim = (await Shards.TakeAsync(Shard, "first", CancellationToken.None)).Claim;
    }

    public async Task DisposeAsync() => await Data.DisposeAsync();

    /// <summary>The connection of a consumer's journal.</summary>
    protected NpgsqlDataSource Flusher() => Connections.Open(
        Connections.ForFlusher(new NpgsqlConnectionStringBuilder(Database) { MaxAutoPrepare = 50 }));

    protected async Task<Guid> InsertRunAsync(string status = "PENDING", long revision = 0, int shard = Shard)
    {
        var id = Guid.CreateVersion7();
        await ExecuteAsync(
            $"insert into workflow_runs (run_id, workflow_name, owner_id, shard, status, revision, started_at) " +
            $"values ('{id}', 'w', 'local', {shard}, '{status}', {revision}, " +
            $"case when '{status}' = 'PENDING' then null else now() end)");
        return id;
    }

    protected RunCommit Start(Guid runId, params StepRecord[] steps) => new()
    {
        RunId = runId,
        Claim = Claim,
        From = RunStatus.Pending,
        FromRevision = 0,
        To = RunStatus.Running,
        ToRevision = 1,
        StartedAt = Now,
        Steps = steps,
    };

    protected static RunCommit End(RunCommit before, params StepRecord[] steps) => before with
    {
        From = before.To,
        FromRevision = before.ToRevision,
        To = RunStatus.Completed,
        ToRevision = before.ToRevision + 1,
        CompletedAt = Now.AddSeconds(1),
        Output = RawJson.FromText("""{"done":true}"""),
        Steps = steps,
    };

    protected static StepRecord Step(string path, StepStatus status, string? output = null) => new()
    {
        Key = new StepKey(path, "0", 1),
        StepId = path[(path.LastIndexOf('/') + 1)..],
        StepType = StepType.DataProcessing,
        Status = status,
        StartedAt = Now,
        CompletedAt = status == StepStatus.Running ? null : Now.AddMilliseconds(5),
        Output = output is null ? default : RawJson.FromText(output),
    };

    protected async Task<CommitOutcome> FlushAsync(RunCommit commit, bool beside = false) =>
        (await CommitAsync(commit, beside)).Outcome;

    /// <param name="beside">Whether another run is flushed with it: one alone has a statement of its own.</param>
    protected async Task<CommitResult> CommitAsync(RunCommit commit, bool beside = false)
    {
        IReadOnlyList<RunCommit> commits = beside ? [Start(await InsertRunAsync()), commit] : [commit];
        return (await Store.FlushAsync(commits, CancellationToken.None))[^1];
    }

    /// <summary>Rows of runs that were looked at until now: what both have read is told at once.</summary>
    protected async Task<long> RunsReadAsync(NpgsqlDataSource reader)
    {
        foreach (var source in new[] { Data, reader })
        {
            await using var told = source.CreateCommand("select pg_stat_force_next_flush()");
            await told.ExecuteNonQueryAsync();
        }

        return await ScalarAsync<long>("""
            select (seq_tup_read + idx_tup_fetch)::bigint from pg_stat_user_tables where relname = 'workflow_runs'
            """);
    }

    protected async Task<T> ScalarAsync<T>(string sql)
    {
        await using var command = Data.CreateCommand(sql);
        return (T)(await command.ExecuteScalarAsync())!;
    }

    protected async Task ExecuteAsync(string sql)
    {
        await using var command = Data.CreateCommand(sql);
        await command.ExecuteNonQueryAsync();
    }

    protected Task<string> StatusAsync(Guid runId) =>
        ScalarAsync<string>($"select status from workflow_runs where run_id = '{runId}'");

    protected Task<long> StepsAsync(Guid runId) =>
        ScalarAsync<long>($"select count(*) from step_executions where run_id = '{runId}'");

    /// <summary>Waits until somebody waits for a lock of that server process.</summary>
    protected async Task UntilBlockedAsync(int blocker)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await ScalarAsync<bool>(
            $"select exists (select from pg_stat_activity where {blocker} = any(pg_blocking_pids(pid)))"))
        {
            Assert.False(patience.IsCancellationRequested, $"Nobody waits for server process {blocker}.");
        }
    }
}
