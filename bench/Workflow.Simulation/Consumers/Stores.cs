using Workflow.Database.Ownership;
using Workflow.Database.Recovery;
using Workflow.Database.Transitions;
using Workflow.Model;
using Workflow.Simulation.Store;

namespace Workflow.Simulation.Consumers;

/// <summary>One process's way to the database, in the shapes that the product wants.</summary>
internal sealed class Stores(object from, Network network, Mutant mutant)
    : IShardTable, IRunLoader, IAcceptForeignRun, IJournalStore
{
    public Task<TakenShard> TakeAsync(int shard, string owner, CancellationToken ct) =>
        network.AskAsync(from, "take", new TakeShard(shard, owner), ct);

    public Task BeginHandOverAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct) =>
        network.ReadAsync(from, "begin hand-over", _ => true, ct);

    public Task ReleaseAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct) => network.ReadAsync(
        from, "release",
        database =>
        {
            foreach (var claim in claims.Where(database.Stands))
            {
                var row = database.Shards[claim.Shard];
                row.LostAt[claim.Token] = database.Clock.Elapsed;
                (row.Owner, row.Claim) = (null, claim with { Token = database.NewToken() });
            }

            return true;
        },
        ct);

    public Task<HashSet<int>> StandingAsync(IReadOnlyList<ShardClaim> claims, CancellationToken ct) =>
        network.ReadAsync(
            from, "look at shards",
            database => claims.Where(database.Stands).Select(claim => claim.Shard).ToHashSet(), ct);

    public Task<IReadOnlyList<int>> OfPartitionAsync(int partition, int partitions, CancellationToken ct) =>
        Task.FromResult<IReadOnlyList<int>>([partition]);

    public Task<IReadOnlyList<LoadedRun>> LoadAsync(Guid[] runIds, CancellationToken ct) =>
        network.AskAsync(from, "load", new LoadRuns(runIds), ct);

    public Task<bool> ExistsAsync(Guid runId, CancellationToken ct) =>
        network.ReadAsync(from, "exists", database => database.Runs.ContainsKey(runId), ct);

    public Task<bool> RunAsync(ForeignRun run, string? failure, RawJson error, CancellationToken ct) =>
        network.ReadAsync(from, "accept", database => database.Insert(run.RunId, run.Shard, run.Plan), ct);

    public Task<IReadOnlyList<CommitResult>> FlushAsync(IReadOnlyList<RunCommit> commits, CancellationToken ct)
    {
        var flushed = network.AskAsync(from, "flush", new FlushRuns(commits), ct);
        return mutant == Mutant.NoBarrier && !flushed.IsCompleted
            ? Task.FromResult<IReadOnlyList<CommitResult>>([.. commits.Select(Pretend)])
            : flushed;
    }

    /// <summary>The barrier opens although the flush is only on its way.</summary>
    private static CommitResult Pretend(RunCommit commit) => new(
        CommitOutcome.Committed, Facts: new RunFacts("local", null, 3),
        Mark: new CommitMark(commit.ToRevision, default));
}
