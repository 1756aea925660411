using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Batches;

/// <summary>Makes, shows and steers batches.</summary>
public sealed class BatchStore(NpgsqlDataSource dataSource)
{
    // Two requests of one owner must not pass the limit together; the insert sees the world after the wait.
    private const string Alone = "select pg_advisory_xact_lock(hashtextextended('batches of ' || $1, 0))";

    private const string Insert = """
        insert into batches (id, owner_id, is_admin, verb, total, concurrency, reason, filter)
        select $1, $2, $3, $4, $5, $6, $7, $8::json
         where (select count(*) from batches where owner_id = $2 and completed_at is null) < $9
        returning id
        """;

    private const string InsertItems = """
        insert into batch_items (batch_id, ordinal, run_id, request)
        select $1, x.ordinal, x.run_id, x.request::json
          from unnest($2, $3) with ordinality as x (run_id, request, ordinal)
         where exists (select from batches where id = $1)
        """;

    private const string Visible = """
        select run_id from workflow_runs where run_id = any($1) and owner_id = coalesce($2, owner_id)
        """;

    /// <summary>Makes a batch with all its items.</summary>
    /// <param name="openMax">Open batches that one owner may have.</param>
    /// <returns>False when the owner has too many.</returns>
    public async Task<bool> CreateAsync(NewBatch batch, int openMax, Actor by, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var commands = new NpgsqlBatch(connection);
        commands.BatchCommands.Add(new NpgsqlBatchCommand(Alone).Add(batch.OwnerId));
        commands.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
            .Add(batch.Id).Add(batch.OwnerId).Add(batch.IsAdmin).Add(batch.Verb).Add(batch.Items.Count)
            .Add(batch.Concurrency).Add(batch.Reason).Add(batch.Filter.ToSql()).Add((long)openMax));
        commands.BatchCommands.Add(new NpgsqlBatchCommand(InsertItems).Add(batch.Id)
            .AddArray(batch.Items, NpgsqlDbType.Uuid, item => item.RunId)
            .AddArray(batch.Items, NpgsqlDbType.Text, item => item.Request.ToSql()));
        commands.BatchCommands.Add(AuditOf(batch, by));
        await using var reader = await commands.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await reader.ReadAsync(ct);
    }

    /// <summary>Those of the runs that the owner may touch.</summary>
    /// <param name="sees">Null for everybody's.</param>
    public async Task<HashSet<Guid>> VisibleAsync(string? sees, IReadOnlyList<Guid> runIds, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Visible).Add(runIds.ToArray()).Add(sees);
        var found = new HashSet<Guid>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            found.Add(reader.GetGuid(0));
        }

        return found;
    }

    /// <param name="sees">Owner whose batches may be found; null for everybody's.</param>
    public async Task<BatchRow?> FindAsync(string? sees, Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(
            $"select {BatchColumns.OfBatch} from batches where id = $1 and owner_id = coalesce($2, owner_id)")
            .Add(id).Add(sees);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? BatchColumns.Batch(reader) : null;
    }

    /// <summary>Batches, the newest first, before the given one.</summary>
    public async Task<List<BatchRow>> ListAsync(string? sees, Guid? before, int limit, CancellationToken ct)
    {
        var where = new Conditions();
        where.AddIf(sees, "owner_id = {0}");
        where.AddIf(before, "id < {0}");
        await using var command = where.Command(
            dataSource, $"select {BatchColumns.OfBatch} from batches {{where}} order by id desc limit {limit}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<BatchRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(BatchColumns.Batch(reader));
        }

        return rows;
    }

    /// <summary>Items of a batch in their order, after the given one.</summary>
    /// <param name="outcome">Only these; null for all, also open ones.</param>
    public async Task<List<BatchItemRow>> ItemsAsync(
        Guid batchId, ItemOutcome? outcome, bool isOpen, int after, int limit, CancellationToken ct)
    {
        var where = new Conditions();
        where.AddIf<Guid?>(batchId, "batch_id = {0}");
        where.AddIf<int?>(after, "ordinal > {0}");
        where.AddIf(outcome?.ToSql(), "outcome = {0}");
        where.AddIf(isOpen ? "outcome is null" : null);
        await using var command = where.Command(
            dataSource, $"select {BatchColumns.OfItem} from batch_items {{where}} order by ordinal limit {limit}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<BatchItemRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(BatchColumns.Item(reader));
        }

        return rows;
    }

    private static NpgsqlBatchCommand AuditOf(NewBatch batch, Actor by) => new NpgsqlBatchCommand("""
        insert into audit_log (who, verb, owner_id, detail, request_id)
        select $1, $2, $1, $3::json, $4 where exists (select from batches where id = $5)
        """)
        .Add(by.Who).Add(AuditVerb.CreateBatch)
        .Add(JsonSerializer.Serialize(
            new BatchAudit(batch.Id, batch.Verb, batch.Items.Count, batch.Reason), BatchJson.Default.BatchAudit))
        .Add(by.RequestId).Add(batch.Id);
}

/// <summary>What the audit log keeps of a batch.</summary>
internal sealed record BatchAudit(Guid BatchId, string? Verb, int? Items, string? Reason);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(BatchAudit))]
internal sealed partial class BatchJson : JsonSerializerContext;
