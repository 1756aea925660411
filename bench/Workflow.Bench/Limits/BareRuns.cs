using Npgsql;
using NpgsqlTypes;

namespace Workflow.Bench.Limits;

/// <summary>The least that has to be written of a run of three steps, in the product's own tables with all their
/// indexes: one row when it is accepted; its end and three rows when it is done. No fence, no guard.</summary>
internal sealed class BareRuns : IAsyncDisposable
{
    /// <summary>As many as intake and journal write together.</summary>
    private const int InsertMost = 500;
    private const int FinishMost = 512;
    private const int Shards = 16;

    private const string Insert = """
        insert into workflow_runs (run_id, workflow_id, workflow_version, workflow_name, owner_id, shard, input_data,
                                   total_steps)
        select r.run_id, '0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55', '1.0.0', 'seq3', 'local', r.shard, '{}', 3
          from unnest($1::uuid[], $2::int[]) as r (run_id, shard)
        """;

    private const string Finish = """
        with ended as (
            update workflow_runs r
               set status = 'COMPLETED', revision = 1, started_revision = 1, started_at = $2, completed_at = $2,
                   output_data = '{"done":true}'
             where r.run_id = any($1)
            returning r.run_id
        )
        insert into step_executions (run_id, step_path, step_id, step_type, status, input_data, output_data,
                                     started_at, completed_at, began_revision, ended_revision)
        select ended.run_id, '/do/' || place || '/step' || place + 1, 'step' || place + 1, 'data_processing',
               'COMPLETED', '{}', '{"done":true}', $2, $2, 1, 1
          from ended, generate_series(0, 2) as place
        """;

    private readonly NpgsqlDataSource _database;
    private readonly GroupCommit<Guid> _inserts;
    private readonly GroupCommit<Guid> _ends;

    public BareRuns(NpgsqlDataSource database)
    {
        _database = database;
        _inserts = new GroupCommit<Guid>(InsertMost, InsertAsync);
        _ends = new GroupCommit<Guid>(FinishMost, FinishAsync);
    }

    public static Guid NewId() => Guid.CreateVersion7(TimeProvider.System.GetUtcNow());

    /// <summary>Ends when the row is committed.</summary>
    public Task InsertAsync(Guid run) => _inserts.AddAsync(run);

    /// <summary>Ends when the run's end and steps are committed.</summary>
    public Task FinishAsync(Guid run) => _ends.AddAsync(run);

    public async ValueTask DisposeAsync()
    {
        await _inserts.DisposeAsync();
        await _ends.DisposeAsync();
    }

    private async Task InsertAsync(IReadOnlyList<Guid> runs)
    {
        await using var command = _database.CreateCommand(Insert);
        command.Parameters.Add(Ids(runs));
        command.Parameters.AddWithValue(runs.Select(run => run.GetHashCode() & (Shards - 1)).ToArray());
        await command.ExecuteNonQueryAsync();
    }

    private async Task FinishAsync(IReadOnlyList<Guid> runs)
    {
        await using var command = _database.CreateCommand(Finish);
        command.Parameters.Add(Ids(runs));
        command.Parameters.AddWithValue(TimeProvider.System.GetUtcNow().UtcDateTime);
        await command.ExecuteNonQueryAsync();
    }

    private static NpgsqlParameter Ids(IReadOnlyList<Guid> runs) => new NpgsqlParameter<Guid[]>
    {
        TypedValue = [.. runs], NpgsqlDbType = NpgsqlDbType.Array | NpgsqlDbType.Uuid,
    };
}
