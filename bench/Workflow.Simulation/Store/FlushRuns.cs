using Workflow.Database.Transitions;
using Workflow.Model;
using Workflow.Simulation.Checks;

namespace Workflow.Simulation.Store;

/// <summary>JournalStore.FlushAsync: ShardFence, FlushSql in the same implicit transaction, and
/// LostRaces.Look for what found no row.</summary>
internal sealed class FlushRuns(IReadOnlyList<RunCommit> commits) : Statement<IReadOnlyList<CommitResult>>
{
    private readonly CommitResult?[] _results = new CommitResult?[commits.Count];
    private readonly List<ShardRow> _shared = [];
    private List<ShardClaim>? _claims;
    private HashSet<ShardClaim>? _standing;
    private int _fenced;
    private bool _written;

    public override Progress Advance(ModelDatabase database)
    {
        if (_standing is null || _fenced < _claims!.Count)
        {
            return Fence(database);
        }

        if (!_written)
        {
            return Write(database);
        }

        Look(database);
        return Finish();
    }

    public override void Abort(ModelDatabase database) => Release();

    /// <summary>Shard by shard in their order. A row that is locked is waited for and read again; the mutant has read
    /// before.</summary>
    private Progress Fence(ModelDatabase database)
    {
        if (_standing is null)
        {
            _claims = [.. commits.Select(commit => commit.Claim).Distinct().OrderBy(claim => claim.Shard)];
            _standing = database.Mutant == Mutant.ReadsBeforeLock ? [.. _claims.Where(database.Stands)] : [];
        }

        for (; _fenced < _claims!.Count; _fenced++)
        {
            var claim = _claims[_fenced];
            var row = database.Shards[claim.Shard];
            if (row.Writer is not null && database.Mutant != Mutant.NoFence)
            {
                database.Story.Tell($"      a flush of epoch {claim.Epoch} waits for the lock of shard {claim.Shard}");
                return Progress.Blocked;
            }

            if (database.Mutant == Mutant.NoFence || database.Stands(claim))
            {
                _standing.Add(claim);
            }

            if (_standing.Contains(claim) && row.Sharers.Add(this))
            {
                database.Story.Tell($"      a flush of epoch {claim.Epoch} has the fence of shard {claim.Shard}");
                _shared.Add(row);
            }
        }

        return Progress.More;
    }

    private Progress Write(ModelDatabase database)
    {
        foreach (var (commit, index) in commits.Select((commit, index) => (commit, index))
            .OrderBy(pair => pair.commit.RunId))
        {
            if (_standing!.Contains(commit.Claim)
                && database.Runs.TryGetValue(commit.RunId, out var run)
                && run.Status == commit.From && run.Revision == commit.FromRevision && run.Shard == commit.Claim.Shard)
            {
                _results[index] = Write(database, commit, run);
            }
        }

        _written = true;
        Release();
        database.Ledger.Coverage.Flushes++;
        database.Ledger.Coverage.Fenced += _standing!.Count < _claims!.Count ? 1 : 0;
        return Array.Exists(_results, result => result is null) ? Progress.More : Finish();
    }

    private static CommitResult Write(ModelDatabase database, RunCommit commit, RunRow run)
    {
        database.Ledger.Check(database.Stands(commit.Claim), "R4",
            $"a flush of epoch {commit.Claim.Epoch} was applied to run {Ledger.Short(run.RunId)} " +
            $"in epoch {database.Shards[run.Shard].Claim.Epoch} of shard {run.Shard}");
        database.Story.Tell(
            $"      a flush of epoch {commit.Claim.Epoch} writes run {Ledger.Short(run.RunId)}: " +
            $"{commit.To}, {commit.Steps.Count} steps");
        if (commit.From != commit.To)
        {
            database.SetStatus(run, commit.To);
        }

        run.Revision = commit.ToRevision;
        run.StartedAt ??= commit.StartedAt;
        run.WakeAt = commit.WakeAt is not null && run.Inbox.Keys.Any(key => run.Steps.Values.Any(
            step => step.Status == StepStatus.Running && step.TaskId?.ToString() == key))
            ? database.Clock.GetUtcNow() : commit.WakeAt;
        foreach (var step in commit.Steps)
        {
            database.Ledger.Step(run.RunId, step);
            if (!run.Steps.TryGetValue(step.Key, out var known) || !known.HasEnded)
            {
                run.Steps[step.Key] = step;
            }
        }

        foreach (var key in commit.InboxRead)
        {
            run.Inbox.Remove(key);
        }

        return new CommitResult(
            CommitOutcome.Committed, Facts: Facts, Mark: new CommitMark(run.Revision, default));
    }

    private static readonly RunFacts Facts = new("local", null, 3);

    private void Look(ModelDatabase database)
    {
        for (var i = 0; i < commits.Count; i++)
        {
            if (_results[i] is not null)
            {
                continue;
            }

            var commit = commits[i];
            _results[i] = !database.Runs.TryGetValue(commit.RunId, out var run)
                ? new CommitResult(CommitOutcome.Gone)
                : new CommitResult(
                    LostRaces.Of(
                        commit, run.Status, run.Revision, database.Stands(commit.Claim), run.StartedAt,
                        LostRaces.StepOf(commit) is not { } step
                            || run.Steps.TryGetValue(step.Key, out var known) && known.Status == step.Status),
                    Facts: Facts, Mark: new CommitMark(run.Revision, default));
        }
    }

    private Progress Finish()
    {
        Result = [.. _results.Select(result => result!.Value)];
        return Progress.Done;
    }

    private void Release()
    {
        foreach (var row in _shared)
        {
            row.Sharers.Remove(this);
        }

        _shared.Clear();
    }
}
