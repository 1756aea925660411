using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>Commits journal batches; tells lost races apart; bisects a batch that the database refuses (R9).</summary>
public sealed class JournalStore(NpgsqlDataSource dataSource) : IJournalStore
{
    private const int ConflictRetriesMax = 10;

    public Task<IReadOnlyList<CommitResult>> FlushAsync(IReadOnlyList<RunCommit> commits, CancellationToken ct) =>
        RowTypes.WriteAsync(dataSource, () => WriteAsync(commits, ct), ct);

    private async Task<IReadOnlyList<CommitResult>> WriteAsync(IReadOnlyList<RunCommit> commits, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        var results = new CommitResult[commits.Count];
        await FlushRangeAsync(connection, commits, results, 0, commits.Count, ct);
        return results;
    }

    private static async Task FlushRangeAsync(
        NpgsqlConnection connection, IReadOnlyList<RunCommit> commits, CommitResult[] results, int from, int to,
        CancellationToken ct)
    {
        var range = from == 0 && to == commits.Count ? commits : [.. commits.Skip(from).Take(to - from)];
        try
        {
            var written = await CommitWithRetriesAsync(connection, range, ct);
            var lost = range.Where(commit => !written.ContainsKey(commit.RunId)).ToList();
            var reasons = lost.Count == 0 ? null : await LostRaces.TellApartAsync(connection, lost, ct);
            for (var i = from; i < to; i++)
            {
                results[i] = written.TryGetValue(commits[i].RunId, out var result)
                    ? result
                    : reasons![commits[i].RunId];
            }
        }
        catch (PostgresException error) when (Refusals.IsContent(error))
        {
            if (to - from == 1)
            {
                results[from] = new CommitResult(CommitOutcome.Refused, Refusals.Describe(error));
                return;
            }

            var middle = from + (to - from) / 2;
            await FlushRangeAsync(connection, commits, results, from, middle, ct);
            await FlushRangeAsync(connection, commits, results, middle, to, ct);
        }
    }

    private static async Task<Dictionary<Guid, CommitResult>> CommitWithRetriesAsync(
        NpgsqlConnection connection, IReadOnlyList<RunCommit> commits, CancellationToken ct)
    {
        for (var attempt = 1; ; attempt++)
        {
            try
            {
                return await CommitRuns.RunAsync(connection, commits, ct);
            }
            catch (PostgresException error) when (Refusals.IsConflict(error) && attempt < ConflictRetriesMax)
            {
                // Deadlock or serialisation failure: everything was rolled back, the same again will do.
            }
        }
    }
}
