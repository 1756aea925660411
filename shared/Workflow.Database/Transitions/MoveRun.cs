using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>Which definition a run has.</summary>
/// <param name="Version">Null, as <paramref name="WorkflowId"/>, when it has no registered one.</param>
public sealed record RunVersion(RunStatus Status, Guid? WorkflowId, string? Version);

/// <summary>A run that has another version now.</summary>
public sealed record MovedRun(int Shard, RunStatus Status, long Revision, DateTimeOffset At, RunFacts Facts);

/// <summary>Gives an open run another version of its workflow. Its revision counts it, and not as a change from
/// outside: an executor that has the run in memory loses the race of its next commit, begins nothing, and loads the run
/// again.</summary>
public sealed class MoveRun(NpgsqlDataSource dataSource)
{
    private const string Find = """
        select status, case when plan is null then workflow_id end, case when plan is null then workflow_version end
          from workflow_runs where run_id = $1 and owner_id = coalesce($2, owner_id)
        """;

    private const string Move = $"""
        with moved as (
            update workflow_runs r
               set workflow_version = v.version, total_steps = v.task_count, revision = r.revision + 1
              from workflow_versions v
             where r.run_id = $1 and r.owner_id = coalesce($2, r.owner_id) and r.status in ('PENDING', 'RUNNING')
               and r.plan is null and r.workflow_version = $3 and r.revision - r.outside_revisions = $5
               and v.workflow_id = r.workflow_id and v.version = $4
            returning r.run_id, r.shard, r.status, r.revision, r.owner_id, r.workflow_id, r.total_steps
        ), audited as (
            insert into audit_log (who, verb, run_id, owner_id, detail, request_id)
            select $6, '{AuditVerb.Move}', run_id, owner_id,
                   json_build_object('from', $3::text, 'to', $4::text, 'reason', $8::text), $7
              from moved
        )
        select shard, status, revision, now(), owner_id, workflow_id, total_steps from moved
        """;

    /// <param name="sees">Owner whose run it must be; null for anybody's.</param>
    /// <returns>Null when there is no such run.</returns>
    public async Task<RunVersion?> FindAsync(string? sees, Guid runId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Find).Add(runId).Add(sees);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new RunVersion(
            StatusText.ParseRun(reader.GetString(0)), reader.GuidOrNull(1), reader.TextOrNull(2));
    }

    /// <param name="from">The version that it has.</param>
    /// <param name="to">A version of the same workflow.</param>
    /// <param name="revision">As it was read with the steps that fit, without changes from outside.</param>
    /// <returns>Null when the run has changed since, or the version is gone.</returns>
    public async Task<MovedRun?> RunAsync(
        string? sees, Guid runId, string from, string to, long revision, Actor by, string? reason, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Move)
            .Add(runId).Add(sees).Add(from).Add(to).Add(revision).Add(by.Who).Add(by.RequestId).Add(reason);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return !await reader.ReadAsync(ct) ? null : new MovedRun(
            reader.GetInt32(0), StatusText.ParseRun(reader.GetString(1)), reader.GetInt64(2),
            reader.GetFieldValue<DateTimeOffset>(3), CommitRuns.Facts(reader, 4));
    }
}
