using Workflow.Execution.Ownership;
using Workflow.Model;

namespace Workflow.Execution.Journal;

/// <summary>The changes of one run that are not committed yet. At most one commit of a run is in flight.
/// Thread-safe.</summary>
public sealed class RunLog
{
    private readonly Lock _gate = new();
    private readonly Journal _journal;
    private readonly Dictionary<StepKey, StepRecord> _steps = [];
    private readonly List<string> _inboxRead = [];
    private readonly List<string> _inboxDropped = [];
    private readonly RunTally _tally;
    private List<Action<CommitResult>> _waiting = [];
    private List<Action<CommitResult>> _inFlight = [];
    private RunEdge? _edge;
    private RunStatus _status;
    private long _revision;
    private bool _queued;
    private bool _flying;
    private bool _wanted;
    private CommitResult? _closed;

    /// <param name="recorded">The steps that are in the database already.</param>
    public RunLog(
        Journal journal, Guid runId, ShardHold hold, RunStatus status, long revision,
        IReadOnlyList<StepRecord> recorded)
        : this(journal, runId, hold, status, revision, new RunTally(recorded))
    {
    }

    private RunLog(Journal journal, Guid runId, ShardHold hold, RunStatus status, long revision, RunTally tally)
    {
        _journal = journal;
        _tally = tally;
        RunId = runId;
        Hold = hold;
        _status = status;
        _revision = revision;
    }

    public Guid RunId { get; }

    public ShardHold Hold { get; }

    /// <summary>Start time written with the first commit.</summary>
    public DateTimeOffset StartedAt { get; set; }

    /// <summary>Called once when a commit does not go through: the run must stop.</summary>
    public Action<CommitResult>? Closed { get; set; }

    /// <summary>Called after each commit that went through, before whoever waits for it goes on.</summary>
    public Action<CommitResult>? Committed { get; set; }

    /// <summary>Tells with each commit which signals need not wake the run; see <see
    /// cref="RunCommit.SignalsSeen"/>.</summary>
    public Func<long>? SignalsSeen { get; set; }

    public int PendingSteps
    {
        get
        {
            lock (_gate)
            {
                return _steps.Count;
            }
        }
    }

    /// <summary>Adds a change; a later one of the same attempt replaces an earlier one that is still pending.</summary>
    public void Put(StepRecord step)
    {
        lock (_gate)
        {
            _steps[step.Key] = step;
        }
    }

    /// <summary>Adds a change that takes rows out of the inbox, or the end of an effectful step: it is committed at the
    /// latest when the run goes idle (<see cref="CommitWanted"/>).</summary>
    /// <param name="committed">Told true once the step is durable, false when it never will be through this
    /// log.</param>
    public void PutEffect(StepRecord step, IReadOnlyList<string> inboxKeys, Action<bool>? committed)
    {
        CommitResult? closed;
        lock (_gate)
        {
            closed = _closed;
            _steps[step.Key] = step;
            _wanted = true;
            _inboxRead.AddRange(inboxKeys);

            if (committed is not null && closed is null)
            {
                _waiting.Add(result => committed(result.Outcome == CommitOutcome.Committed));
            }
        }

        if (closed is not null)
        {
            committed?.Invoke(false);
        }
    }

    /// <summary>Adds inbox rows that nobody in the run wants; they go when the run is idle.</summary>
    /// <param name="committed">Told once they are gone, or never will be through this log.</param>
    public void PutDropped(IReadOnlyList<string> inboxKeys, Action<bool> committed)
    {
        lock (_gate)
        {
            if (_closed is null)
            {
                _wanted = true;
                _inboxDropped.AddRange(inboxKeys);
                _waiting.Add(result => committed(result.Outcome == CommitOutcome.Committed));
            }
        }
    }

    /// <summary>Commits in the background if an effectful step has ended since the last commit.</summary>
    public void CommitWanted()
    {
        lock (_gate)
        {
            if (!_wanted || _closed is not null)
            {
                return;
            }
        }

        Queue();
    }

    /// <summary>Commits everything put so far, and <paramref name="edge"/> with it.</summary>
    public Task<CommitResult> CommitAsync(RunEdge? edge = null)
    {
        var done = new TaskCompletionSource<CommitResult>(TaskCreationOptions.RunContinuationsAsynchronously);
        lock (_gate)
        {
            if (_closed is { } closed)
            {
                return Task.FromResult(closed);
            }

            _edge = _edge is { } set && set.To.IsEnd() ? set : edge ?? _edge;
            _waiting.Add(done.SetResult);
        }

        Queue();
        return done.Task;
    }

    /// <summary>Stops the log from outside: whatever is pending is dropped, whoever waits is told.</summary>
    public void Close(CommitResult reason)
    {
        List<Action<CommitResult>> waiting;
        lock (_gate)
        {
            if (_closed is not null)
            {
                return;
            }

            _closed = reason;
            waiting = _waiting;
            _waiting = [];
        }

        Tell(waiting, reason);
    }

    /// <summary>Closes the log if nothing is pending, wanted or under way: what is committed is all there is.</summary>
    public bool TryCloseQuiet()
    {
        lock (_gate)
        {
            if (_flying || _queued || _wanted || _edge is not null || _waiting.Count > 0 || _steps.Count > 0)
            {
                return false;
            }

            _closed ??= new CommitResult(CommitOutcome.Moved);
            return true;
        }
    }

    /// <summary>Ends when no commit of this run is under way.</summary>
    public Task LandedAsync()
    {
        lock (_gate)
        {
            if (!_flying)
            {
                return Task.CompletedTask;
            }

            var landed = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            _inFlight.Add(_ => landed.SetResult());
            return landed.Task;
        }
    }

    /// <summary>Ownership is gone: nothing more is committed, and the run stops as fenced.</summary>
    public void Fence()
    {
        var fenced = new CommitResult(CommitOutcome.Fenced);
        Close(fenced);
        Closed?.Invoke(fenced);
    }

    /// <summary>A fresh log that goes on from what is committed of this one.</summary>
    public RunLog Successor()
    {
        lock (_gate)
        {
            return new RunLog(_journal, RunId, Hold, _status, _revision, _tally) { StartedAt = StartedAt };
        }
    }

    internal RunCommit? Take()
    {
        lock (_gate)
        {
            _queued = false;
            if (_closed is not null)
            {
                return null;
            }

            _flying = true;
            _inFlight = _waiting;
            _waiting = [];
            _wanted = false;
            var edge = _edge;
            _edge = null;
            var isTouch = _steps.Count == 0 && edge is null && _status == RunStatus.Running;
            var commit = new RunCommit
            {
                RunId = RunId,
                Claim = Hold.Claim,
                From = _status,
                FromRevision = _revision,
                To = edge?.To ?? RunStatus.Running,
                ToRevision = isTouch ? _revision : _revision + 1,
                StartedAt = StartedAt,
                CompletedAt = edge?.CompletedAt,
                Output = edge?.Output ?? default,
                Error = edge?.Error ?? default,
                ErrorMessage = edge?.ErrorMessage,
                WakeAt = edge?.WakeAt,
                Steps = _steps.Count == 0 ? [] : [.. _steps.Values],
                InboxRead = _inboxRead.Count == 0 ? [] : [.. _inboxRead],
                InboxDropped = _inboxDropped.Count == 0 ? [] : [.. _inboxDropped],
                SignalsSeen = SignalsSeen?.Invoke() ?? 0,
            };
            _steps.Clear();
            _inboxRead.Clear();
            _inboxDropped.Clear();
            return commit;
        }
    }

    /// <summary>What others are told of a commit that went through. Called once for each, before it is
    /// completed.</summary>
    internal RunEvent? EventOf(RunCommit commit, CommitResult result, TimeProvider clock) =>
        result is { Facts: { } facts, Mark: { } mark } ? CommitEvents.Of(commit, facts, mark, _tally, clock) : null;

    internal void Complete(RunCommit commit, CommitResult result)
    {
        List<Action<CommitResult>> told;
        bool again;
        var stops = false;
        lock (_gate)
        {
            _flying = false;
            told = _inFlight;
            _inFlight = [];
            if (result.Outcome == CommitOutcome.Committed)
            {
                _status = result.Mark is { IsEndHeld: true } ? commit.From : commit.To;
                _revision = commit.ToRevision;
            }
            else if (_closed is null)
            {
                _closed = result;
                stops = true;
                told.AddRange(_waiting);
                _waiting = [];
            }

            again = _closed is null && (_waiting.Count > 0 || _wanted);
        }

        if (stops)
        {
            Closed?.Invoke(result);
        }
        else if (result.Outcome == CommitOutcome.Committed)
        {
            Committed?.Invoke(result);
        }

        Tell(told, result);
        if (again)
        {
            Queue();
        }
    }

    private static void Tell(List<Action<CommitResult>> waiting, CommitResult result)
    {
        foreach (var tell in waiting)
        {
            tell(result);
        }
    }

    private void Queue()
    {
        lock (_gate)
        {
            if (_queued || _flying)
            {
                return;
            }

            _queued = true;
        }

        _journal.Enqueue(this);
    }
}
