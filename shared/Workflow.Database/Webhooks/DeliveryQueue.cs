using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Webhooks;

/// <summary>How much a process takes at once.</summary>
/// <param name="By">Names the process.</param>
/// <param name="Lease">After it another process may take what was not finished.</param>
/// <param name="BytesMax">Outputs and errors above it are left out of the body.</param>
public sealed record ClaimLimits(
    string By, int Count, int PerHost, TimeSpan Lease, TimeSpan ProgressInterval, int BytesMax);

/// <summary>Deliveries that are due, shared by any number of processes.</summary>
public sealed class DeliveryQueue(NpgsqlDataSource dataSource)
{
    // From host to host along the index, so that one host with many deliveries costs no more than one with few and
    // holds up nobody. The body is fixed by the first try.
    private const string Claim = """
        with recursive hosts as (
            (select d.host from webhook_deliveries d where d.next_attempt_at is not null order by d.host limit 1)
            union all
            select (select d.host from webhook_deliveries d
                     where d.next_attempt_at is not null and d.host > h.host order by d.host limit 1)
              from hosts h where h.host is not null
        ), due as (
            select d.id
              from hosts h
              left join unnest($5::text[], $6::int[]) as b (host, sends) on b.host = h.host
             cross join lateral (
                   select w.id, w.next_attempt_at from webhook_deliveries w
                    where w.host = h.host and w.next_attempt_at <= now()
                          and (w.event <> 'progress' or w.created_at <= now() - $4)
                    order by w.next_attempt_at
                    limit greatest($3 - coalesce(b.sends, 0), 0)
                      for update skip locked) as d
             order by d.next_attempt_at
             limit $2
        )
        update webhook_deliveries d
           set attempts = d.attempts + 1, claimed_by = $1, next_attempt_at = now() + $7,
               revision = coalesce(d.revision, r.revision),
               payload = coalesce(d.payload, case when r.run_id is not null then json_build_object(
                   'type', 'execution.' || d.event,
                   'timestamp', coalesce(r.completed_at, now()),
                   'data', json_build_object(
                       'execution_id', r.run_id, 'workflow_id', r.workflow_id, 'workflow_name', r.workflow_name,
                       'workflow_version', r.workflow_version, 'status', lower(r.status), 'revision', r.revision,
                       'labels', r.labels, 'business_key', r.business_key,
                       'output_data', case when octet_length(r.output_data::text) <= $8 then r.output_data end,
                       'output_left_out', coalesce(octet_length(r.output_data::text) > $8, false),
                       'error', case when octet_length(r.error::text) <= $8 then r.error end,
                       'error_message', left(r.error_message, $8),
                       'progress', p.progress,
                       'created_at', r.created_at, 'started_at', r.started_at, 'completed_at', r.completed_at)) end)
          from due
          join webhook_deliveries same on same.id = due.id
          left join workflow_runs r on r.run_id = same.run_id
          left join webhooks w on w.id = same.webhook_id
          left join lateral (
               select json_build_object(
                          'completed_steps', count(*) filter (where s.completed_at is not null),
                          'total_steps', greatest(count(*), r.total_steps)) as progress
                 from step_executions s where s.run_id = r.run_id and s.parent_task_id is null) as p
            on same.event = 'progress' and same.payload is null
         where d.id = due.id
        returning d.id, d.event, d.url, d.host, d.attempts, d.attempts_before, d.payload,
                  coalesce(w.headers, d.headers)::text, coalesce(w.secret, d.secret),
                  d.webhook_id is null or w.id is not null
        """;

    private const string Record = """
        insert into webhook_attempts (delivery_id, attempt, started_at, duration_ms, status_code, error, answer)
        select id, $2, $3, $4, $5, $6, $7 from webhook_deliveries where id = $1
        on conflict do nothing
        """;

    // Success counts whenever it comes; a failure only while no other process has taken the delivery.
    private const string Finish = """
        update webhook_deliveries
           set delivered_at = case when $3::text is null then now() end,
               last_error = $3,
               next_attempt_at = now() + $4,
               failed_at = case when $3 is not null and $4::interval is null then now() end,
               claimed_by = null
         where id = $1 and delivered_at is null and ($3 is null or attempts = $2)
        """;

    private const string Purge = """
        delete from webhook_deliveries
         where id = any(array(select id from webhook_deliveries
                               where created_at < now() - make_interval(days => $1) and next_attempt_at is null
                               order by created_at, id limit $2))
        """;

    /// <summary>Takes deliveries that are due, the longest due first, and counts the try.</summary>
    /// <param name="busy">Sends under way in this process, by host.</param>
    public async Task<List<ClaimedDelivery>> ClaimAsync(
        ClaimLimits limits, IReadOnlyList<KeyValuePair<string, int>> busy, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Claim)
            .Add(limits.By).Add(limits.Count).Add(limits.PerHost).Add(limits.ProgressInterval)
            .AddArray(busy, NpgsqlDbType.Text, host => host.Key)
            .AddArray(busy, NpgsqlDbType.Integer, host => host.Value)
            .Add(limits.Lease).Add(limits.BytesMax);
        var claimed = new List<ClaimedDelivery>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            claimed.Add(new ClaimedDelivery(
                reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetString(3), reader.GetInt32(4),
                reader.GetInt32(5), reader.JsonOrEmpty(6), WebhookStore.Headers(reader.TextOrNull(7)),
                reader.TextOrNull(8), reader.GetBoolean(9)));
        }

        return claimed;
    }

    /// <summary>Notes what a try met, and what comes next.</summary>
    /// <param name="retryAfter">When it failed: until the next try; null gives up.</param>
    public async Task FinishAsync(Guid id, DeliveryAttempt met, TimeSpan? retryAfter, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Record)
            .Add(id).Add(met.Attempt).Add(met.StartedAt).Add(met.DurationMs).Add(met.StatusCode).Add(met.Error)
            .Add(met.Answer));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Finish)
            .Add(id).Add(met.Attempt).Add(met.Error).Add(met.Error is null ? null : retryAfter));
        await batch.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Deletes finished deliveries that are old.</summary>
    /// <returns>How many went, at most <paramref name="limit"/>.</returns>
    public async Task<int> PurgeAsync(int days, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Purge).Add(days).Add(limit);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
