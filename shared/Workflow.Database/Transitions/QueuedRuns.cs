using Npgsql;
using Workflow.Database.Ownership;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>A run that waited for its start too long.</summary>
/// <param name="Revision">Revision of the run that says so.</param>
public sealed record ExpiredRun(Guid RunId, long Revision, DateTimeOffset At, RunFacts Facts);

/// <summary>PENDING runs whose time has come, or is over. Fenced: the owner of their shard does it (R4).</summary>
public sealed class QueuedRuns(NpgsqlDataSource dataSource)
{
    // The fence writes: it is only taken when there is something to do. Each shard's earliest is looked for, since only
    // the indexes of deadlines and of waits have that order: no backlog is read for it.
    private const string Look = $"""
        select exists (select from unnest($1::int[]) as c (shard) cross join lateral (
                        select from workflow_runs r
                         where {Queued} and r.queue_deadline <= now() order by r.queue_deadline limit 1) r),
               exists (select from unnest($1::int[]) as c (shard) cross join lateral (
                        select from workflow_runs r
                         where {Queued} and r.wake_at <= now() order by r.wake_at limit 1) r),
               exists (select from unnest($1::int[]) as c (shard) cross join lateral (
                        select from workflow_runs r
                         where {Queued} and r.wake_at >= 'infinity' order by r.wake_at limit 1) r)
        """;

    private const string Queued = "r.shard = c.shard and r.status = 'PENDING' and r.paused_at is null";

    private const string IsLate = "r.status = 'PENDING' and r.queue_deadline <= now() and r.paused_at is null";

    private const string IsDue = "r.status = 'PENDING' and r.wake_at <= now() and r.paused_at is null";

    // This and Release take each shard's earliest as the index has them, and lock what they took in order of run_id.
    private const string Expire = $"""
        with s as (
            {ShardFence.Sql}
        ), late as (
            select r.run_id
              from s
              cross join lateral (
                select * from workflow_runs r
                 where {IsLate} and r.shard = s.shard order by r.queue_deadline limit $4) r
             order by r.queue_deadline limit $4
        ), held as (
            select r.run_id from workflow_runs r
             where r.run_id = any(array(select run_id from late)) and {IsLate}
             order by r.run_id
               for no key update of r
        ), inbox as (
            delete from run_inbox i where i.run_id = any(array(select run_id from held))
        )
        update workflow_runs r
           set status = 'FAILED', completed_at = now(), revision = r.revision + 1, wake_at = null,
               error = json_build_object(
                   'type', '{StandardErrors.QueueTimeout}', 'status', 408, 'title', '{Title}',
                   'detail', {Detail}),
               error_message = '{Title} ' || {Detail}
         where r.run_id = any(array(select run_id from held))
        returning r.run_id, r.revision, r.completed_at, r.owner_id, r.workflow_id, r.total_steps
        """;

    private const string Title = "queue-timeout: the run was not started in time.";

    private const string Detail = """
        format('It was to start before %s.',
               to_char(r.queue_deadline at time zone 'utc', 'YYYY-MM-DD"T"HH24:MI:SS.MS"Z"'))
        """;

    private const string Release = $"""
        with s as (
            {ShardFence.Sql}
        ), due as (
            select r.run_id
              from s
              cross join lateral (
                select * from workflow_runs r
                 where {IsDue} and r.shard = s.shard order by r.wake_at limit $4) r
             order by r.wake_at limit $4
        ), held as (
            select r.run_id from workflow_runs r
             where r.run_id = any(array(select run_id from due)) and {IsDue}
             order by r.run_id
               for no key update of r
        )
        update workflow_runs r
           set wake_at = case when r.concurrency_key is not null and r.slot_at is null
                              then 'infinity'::timestamptz end
         where r.run_id = any(array(select run_id from held))
        returning r.run_id
        """;

    /// <summary>Whether a run of these shards has waited too long, whether one's delayed start has come, and whether
    /// one waits for a slot of its concurrency key.</summary>
    public async Task<(bool Expired, bool Due, bool Queued)> LookAsync(int[] shards, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = IndexOrder.Batch(connection, new NpgsqlBatchCommand(Look).Add(shards));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        await reader.ReadAsync(ct);
        return (reader.GetBoolean(0), reader.GetBoolean(1), reader.GetBoolean(2));
    }

    /// <summary>Fails runs that are past their queue deadline; a paused one is left alone until it is
    /// resumed.</summary>
    public async Task<List<ExpiredRun>> ExpireAsync(IReadOnlyList<ShardClaim> claims, int limit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = IndexOrder.Batch(
            connection, new NpgsqlBatchCommand(Expire).AddClaims(claims).Add(limit));
        var expired = new List<ExpiredRun>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            expired.Add(new ExpiredRun(
                reader.GetGuid(0), reader.GetInt64(1), reader.GetFieldValue<DateTimeOffset>(2),
                CommitRuns.Facts(reader, 3)));
        }

        return expired;
    }

    /// <summary>Lets runs be started whose start was delayed until now. Returns which.</summary>
    public async Task<List<Guid>> ReleaseAsync(IReadOnlyList<ShardClaim> claims, int limit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = IndexOrder.Batch(
            connection, new NpgsqlBatchCommand(Release).AddClaims(claims).Add(limit));
        var released = new List<Guid>();
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            released.Add(reader.GetGuid(0));
        }

        return released;
    }
}
