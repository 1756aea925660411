using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Ownership;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>The journal's flush: fence, run edges, steps and inbox marks in one round trip and one implicit
/// transaction.</summary>
public static class CommitRuns
{
    /// <summary>Sends the flush. Returns the runs that were written now; the rest lost their guard or their
    /// fence.</summary>
    /// <exception cref="NpgsqlException">Nothing of the batch is known to be written.</exception>
    public static async Task<Dictionary<Guid, CommitResult>> RunAsync(
        NpgsqlConnection connection, IReadOnlyList<RunCommit> commits, CancellationToken ct)
    {
        using var runs = FlushedRows.OfRuns(commits);
        using var steps = FlushedRows.OfSteps(commits);
        await using var batch = new NpgsqlBatch(connection);
        var text = TextOf(commits);
        var hasFence = commits.Count > 1 || text == FlushSql.Full;
        if (hasFence)
        {
            batch.BatchCommands.Add(FenceCommand(commits));
        }

        batch.BatchCommands.Add(CommitCommand(text, commits, runs, steps));
        var written = new Dictionary<Guid, CommitResult>(commits.Count);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (hasFence)
        {
            await reader.NextResultAsync(ct);
        }

        while (await reader.ReadAsync(ct))
        {
            var mark = new CommitMark(
                reader.GetInt64(4), new PauseMark(reader.GetBoolean(5), reader.GetInt64(6)), reader.GetBoolean(7));
            written.Add(
                reader.GetGuid(0), new CommitResult(CommitOutcome.Committed, Facts: Facts(reader, 1), Mark: mark));
        }

        await reader.CloseAsync();
        return written;
    }

    /// <summary>Owner, workflow and number of tasks, from three columns.</summary>
    internal static RunFacts Facts(NpgsqlDataReader reader, int from) => new(
        reader.GetString(from), reader.IsDBNull(from + 1) ? null : reader.GetGuid(from + 1), reader.GetInt32(from + 2));

    private static NpgsqlBatchCommand FenceCommand(IReadOnlyList<RunCommit> commits)
    {
        var claims = commits.Select(commit => commit.Claim).Distinct().ToList();
        return new NpgsqlBatchCommand(ShardFence.Sql).AddClaims(claims);
    }

    private static string TextOf(IReadOnlyList<RunCommit> commits) =>
        commits.Any(commit => commit.WakeAt is not null || commit.SignalsSeen > 0
            || commit.InboxRead.Count + commit.InboxDropped.Count > 0)
            ? FlushSql.Full
        : commits.Count > 1 ? FlushSql.Plain
        : commits[0].To == RunStatus.Running ? FlushSql.One
        : FlushSql.OneEnd;

    private static NpgsqlBatchCommand CommitCommand(
        string text, IReadOnlyList<RunCommit> commits, RowArray runs, RowArray steps)
    {
        var command = new NpgsqlBatchCommand(text).AddRows(runs).AddRows(steps);
        if (text != FlushSql.Full)
        {
            return command;
        }

        var read = commits.SelectMany(commit =>
            commit.InboxRead.Select(key => (commit.RunId, Key: key, IsDropped: false))
                .Concat(commit.InboxDropped.Select(key => (commit.RunId, Key: key, IsDropped: true)))).ToList();
        return command
            .AddArray(read, NpgsqlDbType.Uuid, row => row.RunId)
            .AddArray(read, NpgsqlDbType.Text, row => row.Key)
            .AddArray(read, NpgsqlDbType.Boolean, row => row.IsDropped);
    }
}
