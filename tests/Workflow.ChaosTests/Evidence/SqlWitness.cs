using Npgsql;

namespace Workflow.ChaosTests.Evidence;

/// <summary>Reads the evidence that lies in SQL. Triggers of the harness' own note every change, by whom it was made,
/// and so, by its transaction, when it was committed.</summary>
internal sealed class SqlWitness(NpgsqlDataSource database)
{
    private const string Install = """
        create schema chaos;
        create table chaos.run_changes (
            seq bigserial, run_id uuid, before text, after text, revision_before bigint, revision_after bigint,
            writer text, owner text);
        create table chaos.step_changes (
            seq bigserial, run_id uuid, step_path text, iteration text, attempt int, step_id text, task_id uuid,
            before text, after text, writer text);
        create table chaos.shard_changes (
            seq bigserial, shard int, epoch bigint, token uuid, owner text, owner_before text);

        create function chaos.note_run() returns trigger language plpgsql as $$
        begin
            insert into chaos.run_changes
                (run_id, before, after, revision_before, revision_after, writer, owner)
            values (coalesce(new.run_id, old.run_id), old.status, new.status, coalesce(old.revision, 0),
                    coalesce(new.revision, 0), current_setting('application_name'),
                    (select s.owner from shards s where s.shard = coalesce(new.shard, old.shard)));
            return null;
        end $$;
        create trigger chaos_born after insert or delete on workflow_runs for each row
            execute function chaos.note_run();
        create trigger chaos_changed after update on workflow_runs for each row
            when (old.status is distinct from new.status or old.revision is distinct from new.revision)
            execute function chaos.note_run();

        create function chaos.note_step() returns trigger language plpgsql as $$
        begin
            insert into chaos.step_changes
                (run_id, step_path, iteration, attempt, step_id, task_id, before, after, writer)
            values (new.run_id, new.step_path, new.iteration, new.attempt, new.step_id, new.task_id, old.status,
                    new.status, current_setting('application_name'));
            return null;
        end $$;
        create trigger chaos_step after insert or update on step_executions for each row
            execute function chaos.note_step();

        create function chaos.note_shard() returns trigger language plpgsql as $$
        begin
            insert into chaos.shard_changes (shard, epoch, token, owner, owner_before)
            values (new.shard, new.epoch, new.token, new.owner, old.owner);
            return null;
        end $$;
        create trigger chaos_shard after insert or update on shards for each row execute function chaos.note_shard();
        """;

    private const string Runs = """
        select run_id, workflow_name, status, shard, idempotency_key, parent_run_id, retried_from, output_data::text,
               error_message, revision, recoveries, created_at, started_at, completed_at, schedule_id,
               coalesce((input_data ->> 'n')::integer, 0)
          from workflow_runs
        """;

    private const string RunChanges = """
        select seq, run_id, before, after, revision_before, revision_after, writer, owner,
               pg_xact_commit_timestamp(xmin)
          from chaos.run_changes order by seq
        """;

    private const string Steps = """
        select run_id, step_path, iteration, attempt, step_id, task_id, status,
               coalesce((metadata ->> 'inherited')::boolean, false)
          from step_executions
        """;

    private const string StepChanges = """
        select run_id, step_path, iteration, attempt, step_id, task_id, before, after, writer,
               pg_xact_commit_timestamp(xmin)
          from chaos.step_changes order by seq
        """;

    private const string ShardChanges = """
        select seq, shard, epoch, token, owner, owner_before, pg_xact_commit_timestamp(xmin)
          from chaos.shard_changes order by seq
        """;

    private const string Fires = """
        select f.schedule_id, (s.specification ->> 'every_ms')::bigint, f.due_at, f.outcome, f.run_id, f.decided_at,
               s.overlap = 'queue'
          from schedule_fires f join schedules s on s.id = f.schedule_id
         where f.kind = 'due'
        """;

    private const string Taken = """
        insert into chaos.shard_changes (shard, epoch, token, owner) select shard, epoch, token, owner from shards
        """;

    private const string Open = "select count(*) from workflow_runs where status in ('PENDING', 'RUNNING')";

    /// <summary>Before the load; shards that were taken before are noted as they are.</summary>
    public async Task InstallAsync()
    {
        await using var command = database.CreateCommand(Install);
        await command.ExecuteNonQueryAsync();
        await using var taken = database.CreateCommand(Taken);
        await taken.ExecuteNonQueryAsync();
    }

    /// <summary>Runs without an end.</summary>
    public async Task<long> OpenRunsAsync()
    {
        await using var command = database.CreateCommand(Open);
        return (long)(await command.ExecuteScalarAsync())!;
    }

    public async Task<ChaosEvidence> ReadAsync(ChaosEvidence evidence) => evidence with
    {
        Runs = await RowsAsync(Runs, row => new RunRow(
            row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3), Text(row, 4), Id(row, 5), Id(row, 6),
            Text(row, 7), Text(row, 8), row.GetInt64(9), row.GetInt32(10), Time(row, 11)!.Value, Time(row, 12),
            Time(row, 13))
        {
            Schedule = Id(row, 14),
            Number = row.GetInt32(15),
        }),
        Fires = await RowsAsync(Fires, row => new FireRow(
            row.GetGuid(0), TimeSpan.FromMilliseconds(row.GetInt64(1)), Time(row, 2)!.Value, row.GetString(3),
            Id(row, 4), Time(row, 5)!.Value)
        {
            Queues = row.GetBoolean(6),
        }),
        RunChanges = await RowsAsync(RunChanges, row => new RunChange(
            row.GetInt64(0), row.GetGuid(1), Text(row, 2), Text(row, 3), row.GetInt64(4), row.GetInt64(5),
            row.GetString(6), Text(row, 7), Time(row, 8)!.Value)),
        Steps = await RowsAsync(Steps, row => new StepRow(
            Place(row), row.GetString(4), Id(row, 5), row.GetString(6), row.GetBoolean(7))),
        StepChanges = await RowsAsync(StepChanges, row => new StepChange(
            Place(row), row.GetString(4), Id(row, 5), Text(row, 6), row.GetString(7), row.GetString(8),
            Time(row, 9)!.Value)),
        ShardChanges = await RowsAsync(ShardChanges, row => new ShardChange(
            row.GetInt64(0), row.GetInt32(1), row.GetInt64(2), row.GetGuid(3), Text(row, 4), Text(row, 5),
            Time(row, 6)!.Value)),
        Letters = [.. evidence.Letters, .. await RowsAsync(
            "select coalesce(body, '') from dead_letters", row => row.GetString(0))],
    };

    private async Task<List<T>> RowsAsync<T>(string sql, Func<NpgsqlDataReader, T> read)
    {
        await using var command = database.CreateCommand(sql);
        command.CommandTimeout = 120;
        await using var reader = await command.ExecuteReaderAsync();
        var rows = new List<T>();
        while (await reader.ReadAsync())
        {
            rows.Add(read(reader));
        }

        return rows;
    }

    private static StepPlace Place(NpgsqlDataReader row) =>
        new(row.GetGuid(0), row.GetString(1), row.GetString(2), row.GetInt32(3));

    private static string? Text(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetString(column);

    private static Guid? Id(NpgsqlDataReader row, int column) => row.IsDBNull(column) ? null : row.GetGuid(column);

    private static DateTimeOffset? Time(NpgsqlDataReader row, int column) =>
        row.IsDBNull(column) ? null : row.GetFieldValue<DateTimeOffset>(column);
}
