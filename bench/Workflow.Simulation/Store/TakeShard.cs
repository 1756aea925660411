using Workflow.Database.Ownership;
using Workflow.Model;

namespace Workflow.Simulation.Store;

/// <summary>ShardTable.Take: epoch + 1 and a fresh token, whoever was the owner. The row is locked from the update to
/// the commit, and flushes that hold it for share are waited for.</summary>
internal sealed class TakeShard(int shard, string owner) : Statement<TakenShard>
{
    private bool _updated;

    public bool IsBlocked { get; private set; }

    public override Progress Advance(ModelDatabase database)
    {
        var row = database.Shards[shard];
        if (!_updated)
        {
            IsBlocked = row.Sharers.Count > 0 || row.Writer is not null;
            if (IsBlocked)
            {
                return Progress.Blocked;
            }

            row.Writer = this;
            _updated = true;
            database.Story.Tell($"      {owner} has updated shard {shard}, not committed");
            return Progress.More;
        }

        var before = row.Claim;
        row.LostAt[before.Token] = database.Clock.Elapsed;
        row.Claim = new ShardClaim(shard, before.Epoch + 1, database.NewToken());
        Result = new TakenShard(row.Claim, row.Owner is null || row.Owner == owner);
        row.Owner = owner;
        row.Writer = null;
        database.Story.Tell($"      {owner} has taken shard {shard}: epoch {row.Claim.Epoch}");
        database.Ledger.Coverage.TakeOvers++;
        return Progress.Done;
    }

    /// <summary>ShardTable.EndBlockers: the server processes that hold the row up are ended.</summary>
    public IEnumerable<object> Blockers(ModelDatabase database) => database.Shards[shard].Sharers;

    public override void Abort(ModelDatabase database)
    {
        if (_updated)
        {
            database.Shards[shard].Writer = null;
        }
    }
}
