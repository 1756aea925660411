using Workflow.Model;

namespace Workflow.UnitTests.Execution;

/// <summary>A journal store in memory with the guards of the real one, and switches to make it refuse.</summary>
internal sealed class MemoryStore : IJournalStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, (RunStatus Status, long Revision)> _runs = [];
    private readonly Dictionary<(Guid, StepKey), StepRecord> _steps = [];
    private readonly List<RunCommit> _commits = [];
    private PauseMark _pause;

    /// <summary>What went through so far, in order.</summary>
    public IReadOnlyList<RunCommit> Commits
    {
        get
        {
            lock (_gate)
            {
                return [.. _commits];
            }
        }
    }

    /// <summary>Decides a commit before the guards do; null lets it through.</summary>
    public Func<RunCommit, CommitResult?> Before { get; set; } = _ => null;

    /// <summary>What the rows say of their runs.</summary>
    public RunFacts? Facts { get; set; }

    /// <summary>What the runs' rows say of being paused.</summary>
    public PauseMark Pause
    {
        get
        {
            lock (_gate)
            {
                return _pause;
            }
        }

        set
        {
            lock (_gate)
            {
                _pause = value;
            }
        }
    }

    public (RunStatus Status, long Revision) this[Guid run]
    {
        get
        {
            lock (_gate)
            {
                return _runs[run];
            }
        }

        set
        {
            lock (_gate)
            {
                _runs[run] = value;
            }
        }
    }

    public IReadOnlyList<StepRecord> StepsOf(Guid run)
    {
        lock (_gate)
        {
            return [.. _steps.Where(pair => pair.Key.Item1 == run).Select(pair => pair.Value)];
        }
    }

    /// <summary>Adds a row that was there before.</summary>
    public void Add(Guid run, StepRecord step)
    {
        lock (_gate)
        {
            _steps[(run, step.Key)] = step;
        }
    }

    public Task<IReadOnlyList<CommitResult>> FlushAsync(IReadOnlyList<RunCommit> commits, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<CommitResult>>([.. commits.Select(Apply)]);
        }
    }

    private CommitResult Apply(RunCommit commit)
    {
        if (Before(commit) is { } decided)
        {
            return decided;
        }

        if (!_runs.TryGetValue(commit.RunId, out var row))
        {
            return new CommitResult(CommitOutcome.Gone);
        }

        if (row != (commit.From, commit.FromRevision))
        {
            return new CommitResult(row.Status.IsEnd() ? CommitOutcome.Ended : CommitOutcome.Moved);
        }

        var isEndHeld = Pause.IsPaused && commit.To.IsEnd();
        _runs[commit.RunId] = (isEndHeld ? commit.From : commit.To, commit.ToRevision);
        _commits.Add(commit);
        foreach (var step in commit.Steps)
        {
            if (!_steps.TryGetValue((commit.RunId, step.Key), out var known) || !known.HasEnded)
            {
                _steps[(commit.RunId, step.Key)] = step;
            }
        }

        return new CommitResult(
            CommitOutcome.Committed, Facts: Facts,
            Mark: new CommitMark(commit.ToRevision + Pause.Change, Pause, isEndHeld));
    }
}
