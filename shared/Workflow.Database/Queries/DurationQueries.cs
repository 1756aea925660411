using Npgsql;
using Workflow.Database.Sql;

namespace Workflow.Database.Queries;

/// <summary>Reads how long runs took.</summary>
public sealed class DurationQueries(NpgsqlDataSource dataSource)
{
    /// <summary>Latest completed runs that are looked at.</summary>
    private const int RecentMax = 100;

    private const string Median = """
        select percentile_cont(0.5) within group (order by completed_at - coalesce(started_at, created_at))
          from (select workflow_id, created_at, started_at, completed_at
                  from workflow_runs
                 where owner_id = $1 and workflow_name = $2 and status = 'COMPLETED'
                 order by coalesce(started_at, created_at) desc, run_id desc
                 limit $4) as recent
         where workflow_id is not distinct from $3
        """;

    /// <summary>Median duration from start to end; null when none of the latest completed runs of that name is of the
    /// workflow.</summary>
    /// <param name="workflowId">Null for an agent.</param>
    public async Task<TimeSpan?> MedianAsync(string ownerId, string name, Guid? workflowId, CancellationToken ct)
    {
        await using var command =
            dataSource.CreateCommand(Median).Add(ownerId).Add(name).Add(workflowId).Add(RecentMax);
        return await command.ExecuteScalarAsync(ct) as TimeSpan?;
    }
}
