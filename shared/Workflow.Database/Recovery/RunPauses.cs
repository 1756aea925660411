using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Recovery;

/// <summary>Which runs are paused, for owners that have runs in memory. A commit tells the same; this is for runs that
/// commit nothing for a while.</summary>
public sealed class RunPauses(NpgsqlDataSource dataSource)
{
    private const string Columns = "run_id, paused_at is not null, outside_revisions";

    // What is older, and missed, is noticed with the next commit.
    private const string Recent = $"""
        select {Columns} from workflow_runs
         where shard = any($1) and paused_at > now() - interval '1 minute' and run_id = any($2)
        """;

    private const string Of = $"select {Columns} from workflow_runs where run_id = any($1)";

    /// <summary>Runs of <paramref name="runIds"/> that were paused a moment ago and still are.</summary>
    public Task<Dictionary<Guid, PauseMark>> RecentAsync(int[] shards, Guid[] runIds, CancellationToken ct) =>
        ReadAsync(dataSource.CreateCommand(Recent).Add(shards).Add(runIds), ct);

    /// <summary>The marks of those runs that exist.</summary>
    public Task<Dictionary<Guid, PauseMark>> OfAsync(Guid[] runIds, CancellationToken ct) =>
        ReadAsync(dataSource.CreateCommand(Of).Add(runIds), ct);

    private static async Task<Dictionary<Guid, PauseMark>> ReadAsync(NpgsqlCommand command, CancellationToken ct)
    {
        await using var disposed = command;
        var marks = new Dictionary<Guid, PauseMark>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            marks[reader.GetGuid(0)] = new PauseMark(reader.GetBoolean(1), reader.GetInt64(2));
        }

        return marks;
    }
}
