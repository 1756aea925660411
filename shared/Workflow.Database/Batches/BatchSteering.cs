using System.Text.Json;
using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Sql;

namespace Workflow.Database.Batches;

/// <summary>Pauses, resumes and aborts batches: one statement each, with its guard inside.</summary>
public sealed class BatchSteering(NpgsqlDataSource dataSource)
{
    private const string Pause = "paused_at = coalesce(paused_at, now())";
    private const string Resume = "paused_at = null, waiting_for = null";

    // Goes before each change: what follows sees the items that began meanwhile.
    private const string Lock = "select 1 from batches where id = $1 and owner_id = coalesce($2, owner_id) for update";

    // An item that has begun may be done already: it is finished. Without one the batch ends here and now.
    private const string Abort = """
        with found as (
            select id from batches where id = $1 and owner_id = coalesce($2, owner_id) and completed_at is null
        ), left_out as (
            update batch_items i
               set outcome = 'skipped', detail = 'The batch was aborted before it.', finished_at = now()
              from found where i.batch_id = found.id and i.outcome is null and i.begun_at is null
            returning 1
        )
        update batches b
           set aborted_at = coalesce(b.aborted_at, now()), paused_at = null, waiting_for = null,
               skipped = b.skipped + (select count(*) from left_out)::integer,
               completed_at = case when not exists (select from batch_items i
                                                     where i.batch_id = b.id and i.outcome is null
                                                           and i.begun_at is not null) then now() end
          from found where b.id = found.id
        returning b.id
        """;

    /// <summary>No further item begins until it is resumed. False when it has ended or is not there.</summary>
    public Task<bool> PauseAsync(string? sees, Guid id, Actor by, CancellationToken ct) =>
        ChangeAsync(Simple(Pause), AuditVerb.PauseBatch, sees, id, by, ct);

    /// <summary>It goes on. False when it has ended, or is not there.</summary>
    public Task<bool> ResumeAsync(string? sees, Guid id, Actor by, CancellationToken ct) =>
        ChangeAsync(Simple(Resume), AuditVerb.ResumeBatch, sees, id, by, ct);

    /// <summary>No further item begins, ever. False when it has ended, or is not there.</summary>
    public Task<bool> AbortAsync(string? sees, Guid id, Actor by, CancellationToken ct) =>
        ChangeAsync(Abort, AuditVerb.AbortBatch, sees, id, by, ct);

    private static string Simple(string change) => $"""
        update batches set {change}
         where id = $1 and owner_id = coalesce($2, owner_id) and completed_at is null and aborted_at is null
        returning id
        """;

    private async Task<bool> ChangeAsync(
        string sql, string verb, string? sees, Guid id, Actor by, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var wait = new NpgsqlCommand(Lock, connection, transaction).Add(id).Add(sees))
        {
            await wait.ExecuteNonQueryAsync(ct);
        }

        await using (var change = new NpgsqlCommand(sql, connection, transaction).Add(id).Add(sees))
        {
            if (await change.ExecuteScalarAsync(ct) is null)
            {
                return false;
            }
        }

        await using var batch = new NpgsqlBatch(connection, transaction);
        batch.BatchCommands.Add(AuditLog.CommandOf(
            by, verb, null, null,
            new Model.RawJson(JsonSerializer.SerializeToUtf8Bytes(
                new BatchAudit(id, null, null, null), BatchJson.Default.BatchAudit))));
        await batch.ExecuteNonQueryAsync(ct);
        await transaction.CommitAsync(ct);
        return true;
    }
}
