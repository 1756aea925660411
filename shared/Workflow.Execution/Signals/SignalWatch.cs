using Workflow.Model;

namespace Workflow.Execution.Signals;

/// <summary>One step's place in the signals of its run. What it claims nobody else can take; it lets go of that when it
/// is disposed of without having kept it.</summary>
public sealed class SignalWatch : IDisposable
{
    private readonly SignalBox _box;
    private bool _isKept;

    internal SignalWatch(SignalBox box) => _box = box;

    internal long Looked { get; set; }

    internal bool IsComplete { get; set; }

    internal bool IsBusy { get; set; }

    internal TaskCompletionSource? Arrived { get; set; }

    /// <summary>The next signal that nobody has claimed, in order of arrival; null when there is none.</summary>
    public ArrivedSignal? Next() => _box.Next(this);

    /// <summary>False when somebody else was faster.</summary>
    public bool TryClaim(ArrivedSignal signal) => _box.TryClaim(this, signal);

    /// <summary>A claimed signal goes with the next commit, whatever becomes of the step.</summary>
    public void Consume(ArrivedSignal signal) => _box.Consume(signal);

    /// <summary>Until it is not busy any more, the listener looks at nothing, and the run may be parked though there is
    /// more to look at.</summary>
    public void SetBusy(bool isBusy) => _box.SetBusy(this, isBusy);

    /// <summary>This listener does not want it. What came from the topic for whoever listens then goes, once nobody
    /// else may want it either.</summary>
    public void Pass(ArrivedSignal signal) => _box.Pass(signal);

    /// <summary>Nothing more is wanted.</summary>
    public void Complete() => _box.Complete(this);

    /// <summary>Ends when there may be a next one.</summary>
    public Task ArrivedAsync() => _box.ArrivedAsync(this);

    /// <summary>What was claimed goes with the end of the step.</summary>
    /// <returns>To be told whether that end was committed.</returns>
    public Action<bool> Keep()
    {
        _isKept = true;
        return isCommitted =>
        {
            if (isCommitted)
            {
                _box.Forget(this);
            }
        };
    }

    public void Dispose()
    {
        if (!_isKept)
        {
            _box.Release(this);
        }
    }
}
