using Npgsql;
using Workflow.Database.Queries;
using Workflow.Database.Sql;

namespace Workflow.Database.Batches;

/// <summary>Open batches, each worked on by one process at a time.</summary>
public sealed class BatchQueue(NpgsqlDataSource dataSource)
{
    private const string Claim = """
        update batches b
           set claimed_by = $1, claimed_until = now() + $2, started_at = coalesce(b.started_at, now())
          from (select id from batches
                 where completed_at is null and paused_at is null
                       and (claimed_until is null or claimed_until < now())
                 order by created_at, id limit 1
                   for update skip locked) as next
         where b.id = next.id
        returning b.id, b.owner_id, b.is_admin, b.verb, b.concurrency, b.reason
        """;

    // An aborted batch only finishes what had begun.
    private const string Take = """
        with mine as (
            update batches set claimed_until = now() + $3
             where id = $1 and claimed_by = $2 and completed_at is null and paused_at is null
            returning id, aborted_at
        ), next as (
            select i.ordinal, i.begun_at is not null as is_repeat
              from mine join batch_items i on i.batch_id = mine.id
             where i.outcome is null and (mine.aborted_at is null or i.begun_at is not null)
             order by i.ordinal limit $4
        )
        update batch_items i set begun_at = coalesce(i.begun_at, now())
          from next where i.batch_id = $1 and i.ordinal = next.ordinal
        returning i.ordinal, i.run_id, i.request, i.begun_at, next.is_repeat
        """;

    private const string Finish = """
        with finished as (
            update batch_items
               set outcome = $3, made_run_id = $4, problem = $5, detail = $6, finished_at = now()
             where batch_id = $1 and ordinal = $2 and outcome is null
            returning 1
        )
        update batches
           set done = done + case when $3 = 'done' then 1 else 0 end,
               failed = failed + case when $3 = 'failed' then 1 else 0 end,
               skipped = skipped + case when $3 = 'skipped' then 1 else 0 end,
               not_found = not_found + case when $3 = 'not_found' then 1 else 0 end,
               waiting_for = null
         where id = $1 and exists (select from finished)
        """;

    private const string Wait = """
        update batches set waiting_for = $3, claimed_until = now() + $4
         where id = $1 and claimed_by = $2 and completed_at is null
        """;

    // Whoever has nothing more to do lets go; without an open item the batch has ended.
    private const string LetGo = """
        update batches b
           set claimed_by = null, claimed_until = null,
               completed_at = case when not exists (select from batch_items i
                                                     where i.batch_id = b.id and i.outcome is null) then now() end
         where b.id = $1 and b.claimed_by = $2 and b.completed_at is null
        """;

    private const string Purge = """
        delete from batches
         where id = any(array(select id from batches where completed_at < now() - make_interval(days => $1)
                               order by completed_at limit $2))
        """;

    /// <summary>Takes the oldest batch that nobody works on; null when there is none.</summary>
    /// <param name="by">Names the process.</param>
    /// <param name="lease">After it another process may take the batch, unless this one goes on.</param>
    public async Task<ClaimedBatch?> ClaimAsync(string by, TimeSpan lease, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Claim).Add(by).Add(lease);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new ClaimedBatch(
            reader.GetGuid(0), reader.GetString(1), reader.GetBoolean(2), reader.GetString(3), reader.GetInt32(4),
            reader.TextOrNull(5));
    }

    /// <summary>Begins the next items, in their order, and renews the lease. None when the batch is paused, aborted,
    /// through, or no longer this process's.</summary>
    public async Task<List<BegunItem>> TakeAsync(
        Guid batchId, string by, TimeSpan lease, int count, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Take).Add(batchId).Add(by).Add(lease).Add(count);
        var items = new List<BegunItem>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            items.Add(new BegunItem(
                reader.GetInt32(0), reader.GuidOrNull(1), reader.JsonOrEmpty(2),
                reader.GetFieldValue<DateTimeOffset>(3), reader.GetBoolean(4)));
        }

        return items;
    }

    /// <summary>Notes what became of an item, once; whoever comes later changes nothing.</summary>
    public async Task FinishAsync(Guid batchId, int ordinal, ItemResult result, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Finish)
            .Add(batchId).Add(ordinal).Add(result.Outcome.ToSql()).Add(result.MadeRunId).Add(result.Problem)
            .Add(result.Detail);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Says why the batch does not go on for now, and keeps it.</summary>
    public async Task WaitAsync(Guid batchId, string by, string reason, TimeSpan lease, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Wait).Add(batchId).Add(by).Add(reason).Add(lease);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Lets the batch go; it has ended when all its items have.</summary>
    public async Task LetGoAsync(Guid batchId, string by, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(LetGo).Add(batchId).Add(by);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes batches that ended long ago, with their items.</summary>
    /// <returns>How many went, at most <paramref name="limit"/>.</returns>
    public async Task<int> PurgeAsync(int days, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Purge).Add(days).Add(limit);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
