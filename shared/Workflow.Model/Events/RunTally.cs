namespace Workflow.Model;

/// <summary>Counts the steps of one run as its revisions go by. The owner counts what it commits, a reader what the
/// database has, with the same result. Not thread-safe.</summary>
public sealed class RunTally
{
    private readonly Dictionary<StepKey, StepMark> _open = [];
    private StepMark? _latest;
    private StepMark? _lastEnded;

    /// <summary>A run without steps.</summary>
    public RunTally()
    {
    }

    /// <summary>A run with these steps behind it.</summary>
    public RunTally(IEnumerable<StepRecord> recorded)
    {
        foreach (var step in recorded)
        {
            Take(step.Key, step.StepId, step.StartedAt, step.HasEnded ? step.CompletedAt ?? step.StartedAt : null);
        }
    }

    /// <summary>A run some of whose steps are known by number only.</summary>
    /// <param name="ended">Steps that have ended; all others are given to <see cref="Take"/>.</param>
    public RunTally(int ended, StepMark? lastEnded) => (Steps, Ended, _lastEnded) = (ended, ended, lastEnded);

    /// <summary>Attempts that have begun.</summary>
    public int Steps { get; private set; }

    /// <summary>Attempts that have ended.</summary>
    public int Ended { get; private set; }

    /// <summary>Takes in an attempt that is running or, with <paramref name="completedAt"/>, has ended.</summary>
    /// <returns>Whether it was not known before.</returns>
    public bool Take(StepKey key, string stepId, DateTimeOffset startedAt, DateTimeOffset? completedAt)
    {
        if (completedAt is not { } end)
        {
            return Open(new StepMark(key, stepId, startedAt));
        }

        var wasOpen = _open.Remove(key);
        Ended++;
        Steps += wasOpen ? 0 : 1;
        var mark = new StepMark(key, stepId, end);
        if (_lastEnded is not { } last || mark > last)
        {
            _lastEnded = mark;
        }

        if (wasOpen && _latest?.Key == key)
        {
            _latest = _open.Count == 0 ? null : _open.Values.Max();
        }

        return !wasOpen;
    }

    /// <param name="estimated">Tasks in the definition.</param>
    public RunProgress ProgressOf(RunStatus status, int estimated) =>
        RunProgress.Of(status, estimated, Steps, Ended, (_latest ?? _lastEnded)?.StepId);

    private bool Open(StepMark mark)
    {
        if (!_open.TryAdd(mark.Key, mark))
        {
            return false;
        }

        Steps++;
        if (_latest is not { } latest || mark > latest)
        {
            _latest = mark;
        }

        return true;
    }
}
