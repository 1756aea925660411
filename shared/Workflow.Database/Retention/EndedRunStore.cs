using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;

namespace Workflow.Database.Retention;

/// <summary>Takes ended runs away whose time is over, with all that belongs to them.</summary>
public sealed class EndedRunStore(NpgsqlDataSource dataSource)
{
    // Steps from one owner, type and status to the next along the index of ended runs: no index of its own, and no look
    // at runs that stay. A child stays as long as the run that started it is open.
    private const string Take = """
        with recursive turn as (
            select pg_try_advisory_xact_lock(hashtext('workflow retention')) as is_ours
        ), kept as (
            select status, now() - period as until
              from (values ('COMPLETED', $1), ('FAILED', $2), ('CANCELLED', $3)) as k (status, period)
             where period is not null and (select is_ours from turn)
        ), heads as (
            (select r.owner_id, r.type, r.status from workflow_runs r
              where r.status in ('COMPLETED', 'FAILED', 'CANCELLED')
              order by r.owner_id, r.type, r.status limit 1)
            union all
            select n.owner_id, n.type, n.status
              from heads h
              cross join lateral (
                   select r.owner_id, r.type, r.status from workflow_runs r
                    where r.status in ('COMPLETED', 'FAILED', 'CANCELLED')
                      and (r.owner_id, r.type, r.status) > (h.owner_id, h.type, h.status)
                    order by r.owner_id, r.type, r.status limit 1) as n
        ), over as (
            select d.run_id
              from heads h
              join kept k using (status)
              cross join lateral (
                   select r.run_id from workflow_runs r
                    where r.owner_id = h.owner_id and r.type = h.type and r.status = h.status
                      and r.status in ('COMPLETED', 'FAILED', 'CANCELLED') and r.completed_at < k.until
                      and not exists (select from workflow_runs p
                                       where p.run_id = r.parent_run_id and p.status in ('PENDING', 'RUNNING'))
                    order by r.completed_at limit $4) as d
             limit $4
        ), archived as (
            insert into archived_runs (run_id, owner_id, workflow_name, status, created_at, completed_at, run, steps)
            select r.run_id, r.owner_id, r.workflow_name, r.status, r.created_at, r.completed_at, to_json(r),
                   coalesce((select json_agg(s order by s.began_revision, s.step_path, s.iteration, s.attempt)
                               from step_executions s where s.run_id = r.run_id), '[]')
              from workflow_runs r join over using (run_id)
             where $5
            on conflict (run_id) do nothing
        ), steps as (
            delete from step_executions using over where step_executions.run_id = over.run_id
        ), inbox as (
            delete from run_inbox using over where run_inbox.run_id = over.run_id
        ), logs as (
            delete from agent_logs using over where agent_logs.run_id = over.run_id
        ), reports as (
            delete from agent_reports using over where agent_reports.run_id = over.run_id
        ), approvals as (
            delete from open_approvals using over where open_approvals.run_id = over.run_id
        ), tasks as (
            delete from accepted_tasks using over where accepted_tasks.run_id = over.run_id
        ), gone as (
            delete from workflow_runs using over where workflow_runs.run_id = over.run_id returning 1
        )
        select count(*)::integer from gone
        """;

    private const string Forget = """
        delete from archived_runs
         where run_id = any(array(select run_id from archived_runs where archived_at < now() - $1
                                   order by archived_at limit $2))
        """;

    /// <summary>Takes some of the runs away whose time is over. What one process does, no other does at that
    /// moment.</summary>
    /// <param name="limit">How many at most, in one transaction.</param>
    /// <returns>How many were taken.</returns>
    public async Task<int> TakeAsync(RetentionPolicy policy, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Take);
        foreach (var period in new[] { policy.Completed, policy.Failed, policy.Cancelled })
        {
            command.Parameters.Add(new NpgsqlParameter
            {
                Value = (object?)period ?? DBNull.Value,
                NpgsqlDbType = NpgsqlDbType.Interval,
            });
        }

        command.Add(limit).Add(policy.IsArchived);
        return (int)(await command.ExecuteScalarAsync(ct))!;
    }

    /// <summary>Deletes some of what has been in the archive for too long.</summary>
    /// <inheritdoc cref="TakeAsync"/>
    public async Task<int> ForgetAsync(TimeSpan period, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Forget).Add(period).Add(limit);
        return await command.ExecuteNonQueryAsync(ct);
    }
}
