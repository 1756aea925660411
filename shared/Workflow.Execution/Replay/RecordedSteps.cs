using Workflow.Model;

namespace Workflow.Execution.Replay;

/// <summary>The steps a run has recorded, and which of them the replay has come by. Thread-safe.</summary>
internal sealed class RecordedSteps
{
    private readonly Lock _gate = new();
    private readonly Dictionary<StepKey, StepRecord> _steps;
    private readonly List<(string Path, string Iteration)> _covered = [];

    private readonly Action<StepKey>? _onReached;

    /// <param name="onReached">Told of every attempt that the flow comes by, recorded or not.</param>
    public RecordedSteps(IReadOnlyList<StepRecord> steps, Action<StepKey>? onReached = null)
    {
        _steps = steps.ToDictionary(step => step.Key);
        _onReached = onReached;
    }

    /// <summary>Attempts begun so far, replayed ones included.</summary>
    public int Attempts { get; private set; }

    /// <summary>What is recorded of an attempt, which counts as reached from now on; null when nothing is, or when it
    /// was held back before it began.</summary>
    public StepRecord? Take(StepKey key)
    {
        lock (_gate)
        {
            Attempts++;
            _onReached?.Invoke(key);
            _steps.Remove(key, out var recorded);
            return recorded is { Status: StepStatus.Pending } ? null : recorded;
        }
    }

    /// <summary>What is recorded of an attempt that the replay has not come by; null when nothing is.</summary>
    public StepRecord? Find(StepKey key)
    {
        lock (_gate)
        {
            return _steps.GetValueOrDefault(key);
        }
    }

    /// <summary>The run was cut from outside: nothing needs to be reached any more.</summary>
    public void CoverAll()
    {
        lock (_gate)
        {
            _steps.Clear();
        }
    }

    /// <summary>The step has ended by record or for good: what lies inside it need not be reached.</summary>
    public void Cover(string path, string iteration)
    {
        lock (_gate)
        {
            if (_steps.Count > 0)
            {
                _covered.Add((path, iteration));
            }
        }
    }

    /// <summary>A recorded step that the replay has not come by, or null.</summary>
    public StepRecord? Unreached()
    {
        lock (_gate)
        {
            return _steps.Values.FirstOrDefault(step => !_covered.Any(outer => IsInside(step.Key, outer)));
        }
    }

    private static bool IsInside(StepKey key, (string Path, string Iteration) outer) =>
        key.Path.Length > outer.Path.Length
        && key.Path.StartsWith(outer.Path, StringComparison.Ordinal)
        && key.Path[outer.Path.Length] == '/'
        && (outer.Iteration == Iteration.Outside
            || key.Iteration == outer.Iteration
            || (key.Iteration.StartsWith(outer.Iteration, StringComparison.Ordinal)
                && key.Iteration[outer.Iteration.Length] is '.' or '~' or '^'));
}
