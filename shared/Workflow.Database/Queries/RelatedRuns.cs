using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Queries;

/// <summary>How a run belongs to another.</summary>
/// <param name="Relation">parent, child, repeats (the run that it retries or reruns), repeated_by or same_key.</param>
public sealed record RelatedRun(string Relation, RunBrief Run);

/// <summary>Finds the runs that belong to one: above it, below it, before and after it, about the same thing.</summary>
public sealed class RelatedRuns(NpgsqlDataSource dataSource)
{
    private const string Exists =
        "select 1 from workflow_runs where run_id = $1 and owner_id = coalesce($2, owner_id)";

    // Who made a run of another is found in the audit log, which has an index by run; retried_from has none.
    private const string Find = """
        with own as (
            select run_id, owner_id, parent_run_id, retried_from, business_key
              from workflow_runs where run_id = $1 and owner_id = coalesce($2, owner_id)
        ), found as (
            select 1 as place, 'parent' as relation, parent_run_id as id from own where parent_run_id is not null
            union all
            (select 2, 'child', c.run_id from own join workflow_runs c on c.parent_run_id = own.run_id
              order by c.run_id limit $3)
            union all
            select 3, 'repeats', retried_from from own where retried_from is not null
            union all
            (select 4, 'repeated_by', (a.detail ->> 'made')::uuid from own join audit_log a on a.run_id = own.run_id
              where a.verb in ('retry', 'rerun') and a.detail ->> 'made' is not null order by a.id limit $3)
            union all
            (select 5, 'same_key', k.run_id
               from own join workflow_runs k on k.owner_id = own.owner_id and k.business_key = own.business_key
              where k.run_id <> own.run_id order by k.created_at desc, k.run_id desc limit $3)
        )
        select f.relation, r.run_id, r.type, r.workflow_id, r.workflow_name, r.status, r.created_at, r.started_at,
               r.completed_at, r.error_message
          from found f join workflow_runs r on r.run_id = f.id and r.owner_id = coalesce($2, r.owner_id)
         order by f.place, case when f.relation = 'same_key' then -extract(epoch from r.created_at)
                                else extract(epoch from r.created_at) end, r.run_id
        """;

    /// <param name="sees">Owner whose runs may be read; null for everybody's.</param>
    /// <param name="limit">Most runs of each relation, from 1.</param>
    /// <returns>By relation; null when there is no such run.</returns>
    public async Task<List<RelatedRun>?> ReadAsync(string? sees, Guid runId, int limit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.Add(Exists, runId, sees);
        batch.Add(Find, runId, sees, limit);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? await reader.NextRowsAsync(Row, ct) : null;
    }

    private static RelatedRun Row(NpgsqlDataReader row) => new(row.GetString(0), new RunBrief(
        row.GetGuid(1), row.GetString(2), row.GuidOrNull(3), row.GetString(4), StatusText.ParseRun(row.GetString(5)),
        row.GetFieldValue<DateTimeOffset>(6), row.TimeOrNull(7), row.TimeOrNull(8), row.TextOrNull(9)));
}
