using System.Text.Json;
using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>The steps of a run that are under way in memory, so that an operator can decide one of them.
/// Thread-safe.</summary>
/// <param name="inbox">What waited when the run was loaded.</param>
internal sealed class OpenSteps(IReadOnlyDictionary<string, RawJson> inbox)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, OpenStep> _open = [];

    /// <summary>What was decided about a step before it was loaded; null when nothing was.</summary>
    public StepVerdict? DecidedBefore(StepKey key) =>
        inbox.Count > 0 && inbox.TryGetValue(StepVerdict.KeyOf(key), out var payload)
            ? JsonSerializer.Deserialize(payload.Utf8.Span, MessageJson.Default.StepVerdict)
            : null;

    /// <summary>Enters a step until it is disposed of.</summary>
    public OpenStep Open(StepKey key, CancellationToken ct)
    {
        var step = new OpenStep(this, StepVerdict.KeyOf(key), ct);
        lock (_gate)
        {
            _open[step.Key] = step;
        }

        return step;
    }

    /// <summary>Cuts a step off, which then ends as decided. False when it is not under way here.</summary>
    public bool TryDecide(string key, StepVerdict verdict)
    {
        lock (_gate)
        {
            if (!_open.TryGetValue(key, out var step) || step.Verdict is not null)
            {
                return false;
            }

            step.Decide(verdict);
            return true;
        }
    }

    internal void Close(OpenStep step)
    {
        lock (_gate)
        {
            _open.Remove(step.Key);
        }
    }
}

/// <summary>A step that is under way.</summary>
internal sealed class OpenStep : IDisposable
{
    private readonly OpenSteps _steps;
    private readonly CancellationTokenSource _cut;

    public OpenStep(OpenSteps steps, string key, CancellationToken ct)
    {
        _steps = steps;
        Key = key;
        _cut = CancellationTokenSource.CreateLinkedTokenSource(ct);
    }

    public string Key { get; }

    /// <summary>Cancelled once it is decided, or with whatever is around it.</summary>
    public CancellationToken Token => _cut.Token;

    public StepVerdict? Verdict { get; private set; }

    public void Dispose()
    {
        _steps.Close(this);
        _cut.Dispose();
    }

    /// <summary>Callbacks end calls: not on the thread that brings the verdict.</summary>
    internal void Decide(StepVerdict verdict)
    {
        Verdict = verdict;
        _ = _cut.CancelAsync();
    }
}
