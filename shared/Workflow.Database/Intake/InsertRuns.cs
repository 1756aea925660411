using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Intake;

/// <summary>The statements that make runs: all rows of a batch in one round trip and one implicit
/// transaction.</summary>
internal static class InsertRuns
{
    // Sorted by owner and key, so that two batches with the same keys wait for each other in one order.
    private const string Insert = """
        insert into workflow_runs (run_id, workflow_id, workflow_version, workflow_name, owner_id, shard,
                                   input_data, idempotency_key, request_hash, total_steps)
        select w.run_id, d.id, v.version, d.name, w.owner_id, w.shard,
               w.input_data, w.idempotency_key, w.request_hash, v.task_count
          from unnest($1, $2, $3, $4, $5, $6, $7, $8) with ordinality
               as w(run_id, workflow_id, owner_id, shard, input_data, idempotency_key, request_hash, any_owner, place)
          join workflow_definitions d on d.id = w.workflow_id and (d.owner_id = w.owner_id or w.any_owner)
          join workflow_versions v on v.workflow_id = d.id and v.version = d.latest_version
         order by w.owner_id, w.idempotency_key, w.place
        on conflict do nothing
        returning run_id, workflow_version
        """;

    private const string Winners = """
        select r.owner_id, r.idempotency_key, r.run_id, r.workflow_id, r.status, r.output_data, r.error_message,
               r.request_hash, r.workflow_version
          from unnest($1, $2) as w(owner_id, idempotency_key)
          join workflow_runs r on r.owner_id = w.owner_id and r.idempotency_key = w.idempotency_key
        """;

    // After a lost connection the first try may have been committed.
    private const string Mine = "select run_id, workflow_version from workflow_runs where run_id = any($1)";

    /// <param name="again">Whether the same rows may have been committed by an earlier try.</param>
    /// <returns>One outcome per run, in order.</returns>
    public static async Task<IntakeOutcome[]> ExecuteAsync(
        NpgsqlDataSource dataSource, IReadOnlyList<NewRun> runs, bool again, TimeSpan timeout, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection) { Timeout = (int)Math.Ceiling(timeout.TotalSeconds) };
        batch.BatchCommands.Add(InsertCommand(runs));
        if (again)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Mine).AddArray(runs, NpgsqlDbType.Uuid, run => run.RunId));
        }

        var keyed = runs.Where(run => run.IdempotencyKey is not null).ToList();
        if (keyed.Count > 0)
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Winners)
                .AddArray(keyed, NpgsqlDbType.Text, run => run.OwnerId)
                .AddArray(keyed, NpgsqlDbType.Text, run => run.IdempotencyKey));
        }

        var versions = new Dictionary<Guid, string>(runs.Count);
        var winners = new Dictionary<(string Owner, string Key), FirstRun>(keyed.Count);
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            await ReadVersionsAsync(reader, versions, ct);
            if (again && await reader.NextResultAsync(ct))
            {
                await ReadVersionsAsync(reader, versions, ct);
            }

            if (keyed.Count > 0 && await reader.NextResultAsync(ct))
            {
                await ReadWinnersAsync(reader, winners, ct);
            }
        }

        return [.. runs.Select(run => OutcomeOf(run, versions, winners))];
    }

    private static IntakeOutcome OutcomeOf(
        NewRun run, Dictionary<Guid, string> versions, Dictionary<(string, string), FirstRun> winners)
    {
        if (versions.TryGetValue(run.RunId, out var version))
        {
            return new IntakeOutcome.Accepted(new AcceptedRun(run, version));
        }

        if (run.IdempotencyKey is null || !winners.TryGetValue((run.OwnerId, run.IdempotencyKey), out var first))
        {
            return new IntakeOutcome.UnknownWorkflow();
        }

        return first.RequestHash.AsSpan().SequenceEqual(run.RequestHash)
            ? new IntakeOutcome.Repeated(first)
            : new IntakeOutcome.KeyTaken(first);
    }

    private static async Task ReadVersionsAsync(
        NpgsqlDataReader reader, Dictionary<Guid, string> versions, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            versions[reader.GetGuid(0)] = reader.GetString(1);
        }
    }

    private static async Task ReadWinnersAsync(
        NpgsqlDataReader reader, Dictionary<(string, string), FirstRun> winners, CancellationToken ct)
    {
        while (await reader.ReadAsync(ct))
        {
            winners[(reader.GetString(0), reader.GetString(1))] = new FirstRun(
                reader.GetGuid(2),
                reader.IsDBNull(3) ? null : reader.GetGuid(3),
                StatusText.ParseRun(reader.GetString(4)),
                reader.IsDBNull(5) ? default : new RawJson(reader.GetFieldValue<byte[]>(5)),
                reader.IsDBNull(6) ? null : reader.GetString(6),
                reader.IsDBNull(7) ? null : reader.GetFieldValue<byte[]>(7));
        }
    }

    private static NpgsqlBatchCommand InsertCommand(IReadOnlyList<NewRun> runs) => new NpgsqlBatchCommand(Insert)
        .AddArray(runs, NpgsqlDbType.Uuid, run => run.RunId)
        .AddArray(runs, NpgsqlDbType.Uuid, run => run.WorkflowId)
        .AddArray(runs, NpgsqlDbType.Text, run => run.OwnerId)
        .AddArray(runs, NpgsqlDbType.Integer, run => run.Shard)
        .AddArray(runs, NpgsqlDbType.Json, run => run.Input.IsEmpty ? null : (ReadOnlyMemory<byte>?)run.Input.Utf8)
        .AddArray(runs, NpgsqlDbType.Text, run => run.IdempotencyKey)
        .AddArray(runs, NpgsqlDbType.Bytea, run => run.RequestHash)
        .AddArray(runs, NpgsqlDbType.Boolean, run => run.AnyOwner);
}
