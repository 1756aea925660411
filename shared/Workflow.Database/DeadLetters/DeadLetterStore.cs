using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.DeadLetters;

/// <summary>Keeps dead letters and what was decided about them.</summary>
public sealed class DeadLetterStore(NpgsqlDataSource dataSource)
{
    private const string Columns = """
        id, decision, reason, source_topic, source_partition, source_offset, sent_at, run_id, key, body, body_bytes,
        headers::text, dead_at, received_at, decided_by, decided_at, redriven_to
        """;

    private const string Insert = """
        insert into dead_letters (id, reason, source_topic, source_partition, source_offset, sent_at, run_id, key,
                                  body, body_bytes, headers, dead_at)
        select * from unnest($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, $12)
        on conflict do nothing
        """;

    private const string Decide = """
        update dead_letters set decision = $2, decided_by = $3, decided_at = now(), redriven_to = $4
         where id = $1 and decision is null
        returning id
        """;

    private const string Purge = """
        delete from dead_letters
         where id = any(array(select id from dead_letters
                               where received_at < now() - make_interval(days => $1)
                                     and (decision is not null or received_at < now() - make_interval(days => $2))
                               order by received_at limit $3))
        returning decision is null
        """;

    /// <summary>Keeps letters; one that is there already is left as it is.</summary>
    /// <exception cref="NpgsqlException">None of them is known to be kept.</exception>
    public async Task AddAsync(IReadOnlyList<NewDeadLetter> letters, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Insert)
            .AddArray(letters, NpgsqlDbType.Uuid, letter => letter.Id)
            .AddArray(letters, NpgsqlDbType.Text, letter => letter.Reason)
            .AddArray(letters, NpgsqlDbType.Text, letter => letter.Topic)
            .AddArray(letters, NpgsqlDbType.Integer, letter => letter.Partition)
            .AddArray(letters, NpgsqlDbType.Bigint, letter => letter.Offset)
            .AddArray(letters, NpgsqlDbType.TimestampTz, letter => letter.SentAt?.UtcDateTime)
            .AddArray(letters, NpgsqlDbType.Uuid, letter => letter.RunId)
            .AddArray(letters, NpgsqlDbType.Text, letter => letter.Key)
            .AddArray(letters, NpgsqlDbType.Text, letter => letter.Body)
            .AddArray(letters, NpgsqlDbType.Bytea, letter => letter.Bytes)
            .AddArray(letters, NpgsqlDbType.Jsonb, letter => letter.Headers.ToSql())
            .AddArray(letters, NpgsqlDbType.TimestampTz, letter => letter.DeadAt.UtcDateTime);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task<DeadLetterRow?> FindAsync(Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand($"select {Columns} from dead_letters where id = $1").Add(id);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Row(reader) : null;
    }

    /// <summary>Letters, the newest first.</summary>
    public async Task<List<DeadLetterRow>> ListAsync(DeadLetterFilter filter, int limit, CancellationToken ct)
    {
        await using var command = Where(filter).Command(
            dataSource, $"select {Columns} from dead_letters {{where}} order by id desc limit {limit}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<DeadLetterRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    /// <summary>Ids of letters, the oldest first.</summary>
    public async Task<List<Guid>> OldestAsync(DeadLetterFilter filter, int limit, CancellationToken ct)
    {
        await using var command = Where(filter).Command(
            dataSource, $"select id from dead_letters {{where}} order by id limit {limit}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var ids = new List<Guid>();
        while (await reader.ReadAsync(ct))
        {
            ids.Add(reader.GetGuid(0));
        }

        return ids;
    }

    /// <summary>Decides about an open letter, and keeps who did.</summary>
    /// <param name="redrivenTo">Place of the message made of it; null when it is discarded.</param>
    /// <param name="reason">Why, for the audit log; null when nobody said.</param>
    /// <returns>False when it is not open any more.</returns>
    public async Task<bool> DecideAsync(
        DeadLetterRow letter, Actor by, string? redrivenTo, string? reason, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Decide)
            .Add(letter.Id).Add(redrivenTo is null ? "discarded" : "redriven").Add(by.Who).Add(redrivenTo));
        batch.BatchCommands.Add(AuditLog.CommandOf(
            by, redrivenTo is null ? AuditVerb.DiscardDeadLetter : AuditVerb.RedriveDeadLetter, letter.RunId, null,
            Detail(letter, redrivenTo, reason)));
        await using (var reader = await batch.ExecuteReaderAsync(ct))
        {
            if (!await reader.ReadAsync(ct))
            {
                return false;
            }
        }

        await transaction.CommitAsync(ct);
        return true;
    }

    /// <summary>The shard of a run that exists; else null.</summary>
    public async Task<int?> ShardOfAsync(Guid runId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("select shard from workflow_runs where run_id = $1")
            .Add(runId);
        return (int?)await command.ExecuteScalarAsync(ct);
    }

    /// <summary>Deletes letters that are old.</summary>
    /// <param name="days">Age of those that somebody decided about.</param>
    /// <param name="openDays">Age of those that nobody decided about; no less.</param>
    /// <returns>How many went, at most <paramref name="limit"/>, and how many of them were open.</returns>
    public async Task<(int All, int Open)> PurgeAsync(int days, int openDays, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Purge).Add(days).Add(openDays).Add(limit);
        var (all, open) = (0, 0);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            all++;
            open += reader.GetBoolean(0) ? 1 : 0;
        }

        return (all, open);
    }

    private static Conditions Where(DeadLetterFilter filter)
    {
        var where = new Conditions();
        where.AddIf(filter.Topic, "source_topic = {0}");
        where.AddIf(filter.RunId, "run_id = {0}");
        where.AddIf(filter.Before, "id < {0}");
        where.AddIf(filter.Text, "position(lower({0}) in lower(concat_ws(E'\\n', reason, key, body))) > 0");
        where.AddIf(filter.Status switch
        {
            DeadLetterStatus.Open => "decision is null",
            DeadLetterStatus.Redriven => "decision = 'redriven'",
            DeadLetterStatus.Discarded => "decision = 'discarded'",
            _ => null,
        });
        return where;
    }

    private static RawJson Detail(DeadLetterRow letter, string? redrivenTo, string? reason) =>
        new(JsonSerializer.SerializeToUtf8Bytes(
            new DeadLetterAudit(letter.Id, letter.Topic, redrivenTo, reason), DeadLetterJson.Default.DeadLetterAudit));

    private static DeadLetterRow Row(NpgsqlDataReader reader) => new(
        reader.GetGuid(0),
        reader.TextOrNull(1) switch
        {
            null => DeadLetterStatus.Open,
            "redriven" => DeadLetterStatus.Redriven,
            _ => DeadLetterStatus.Discarded,
        },
        reader.GetString(2), reader.GetString(3), reader.GetInt32(4), reader.GetInt64(5), reader.TimeOrNull(6),
        reader.GuidOrNull(7), reader.TextOrNull(8), reader.TextOrNull(9),
        reader.IsDBNull(10) ? null : reader.GetFieldValue<byte[]>(10),
        reader.TextOrNull(11) is { } headers
            ? JsonSerializer.Deserialize(headers, DeadLetterJson.Default.DictionaryStringString)
            : null,
        reader.GetFieldValue<DateTimeOffset>(12), reader.GetFieldValue<DateTimeOffset>(13), reader.TextOrNull(14),
        reader.TimeOrNull(15), reader.TextOrNull(16));
}
