using Workflow.Model;

namespace Workflow.Execution.Journal;

/// <summary>One run as it is kept in memory.</summary>
public sealed class MemoryRow
{
    public RunStatus Status { get; set; } = RunStatus.Pending;

    public long Revision { get; set; }

    public DateTimeOffset? StartedAt { get; set; }

    public DateTimeOffset? CompletedAt { get; set; }

    public RawJson Output { get; set; }

    public RawJson Error { get; set; }

    public string? ErrorMessage { get; set; }

    /// <summary>In the order in which they began.</summary>
    public OrderedDictionary<StepKey, StepRecord> Steps { get; } = [];
}

/// <summary>The journal's store without a database: rows live as long as the process. Thread-safe.</summary>
public sealed class MemoryStore : IJournalStore
{
    private readonly Lock _gate = new();
    private readonly Dictionary<Guid, MemoryRow> _rows = [];

    /// <summary>False when it is there already.</summary>
    public bool TryAdd(Guid run) => TryAdd(run, new MemoryRow());

    /// <inheritdoc cref="TryAdd(Guid)"/>
    public bool TryAdd(Guid run, MemoryRow row)
    {
        lock (_gate)
        {
            return _rows.TryAdd(run, row);
        }
    }

    public bool Contains(Guid run)
    {
        lock (_gate)
        {
            return _rows.ContainsKey(run);
        }
    }

    /// <summary>Reads a row while nobody writes it.</summary>
    public T Read<T>(Guid run, Func<MemoryRow, T> read)
    {
        lock (_gate)
        {
            return read(_rows[run]);
        }
    }

    public Task<IReadOnlyList<CommitResult>> FlushAsync(IReadOnlyList<RunCommit> commits, CancellationToken ct)
    {
        lock (_gate)
        {
            return Task.FromResult<IReadOnlyList<CommitResult>>([.. commits.Select(Write)]);
        }
    }

    private CommitResult Write(RunCommit commit)
    {
        if (!_rows.TryGetValue(commit.RunId, out var row))
        {
            return new CommitResult(CommitOutcome.Gone);
        }

        if ((row.Status, row.Revision) != (commit.From, commit.FromRevision))
        {
            return new CommitResult(row.Status.IsEnd() ? CommitOutcome.Ended : CommitOutcome.Moved);
        }

        (row.Status, row.Revision) = (commit.To, commit.ToRevision);
        row.StartedAt ??= commit.StartedAt;
        if (commit.To.IsEnd())
        {
            (row.CompletedAt, row.Output) = (commit.CompletedAt, commit.Output);
            (row.Error, row.ErrorMessage) = (commit.Error, commit.ErrorMessage);
        }

        foreach (var step in commit.Steps)
        {
            if (!row.Steps.TryGetValue(step.Key, out var known) || !known.HasEnded)
            {
                row.Steps[step.Key] = step;
            }
        }

        return new CommitResult(CommitOutcome.Committed, Mark: new CommitMark(commit.ToRevision, default));
    }
}
