using Workflow.Model;

namespace Workflow.Execution.Signals;

/// <summary>The signals of one run that it has not taken in, in order of arrival, and who listens for them.
/// Thread-safe.</summary>
public sealed class SignalBox
{
    private readonly Lock _gate = new();
    private readonly SortedList<long, ArrivedSignal> _waiting = [];
    private readonly HashSet<string> _known = [];
    private readonly Dictionary<long, SignalWatch> _claims = [];
    private readonly List<SignalWatch> _watches = [];
    private readonly SortedSet<long> _passed = [];
    private long _newest;

    /// <param name="signals">What waited when the run was loaded.</param>
    public SignalBox(IReadOnlyList<ArrivedSignal> signals)
    {
        foreach (var signal in signals)
        {
            Add(signal);
        }
    }

    /// <summary>Every signal up to this arrival was looked at by everybody who listens, and waits for no commit: a run
    /// that is parked need not be woken for it.</summary>
    public long SeenUpTo
    {
        get
        {
            if (Volatile.Read(ref _newest) == 0)
            {
                return 0;
            }

            lock (_gate)
            {
                var hot = _claims.Where(claim => claim.Value.IsComplete).Select(claim => claim.Key - 1);
                return _watches.Where(watch => !watch.IsBusy).Select(watch => watch.Looked).Concat(hot).Append(_newest)
                    .Min();
            }
        }
    }

    /// <summary>Takes in what has arrived; what is known already is passed over.</summary>
    public void Add(ArrivedSignal signal)
    {
        lock (_gate)
        {
            if (!_known.Add(signal.Key))
            {
                return;
            }

            _waiting[signal.Arrival] = signal;
            _newest = Math.Max(_newest, signal.Arrival);
            LookAgainFrom(signal.Arrival);
        }
    }

    /// <summary>Begins to listen; the watch is disposed of by whoever listens.</summary>
    public SignalWatch Open()
    {
        lock (_gate)
        {
            var watch = new SignalWatch(this);
            _watches.Add(watch);
            return watch;
        }
    }

    /// <summary>The next signal that the watch has not looked at and that nobody has claimed; null when it has looked
    /// at all.</summary>
    internal ArrivedSignal? Next(SignalWatch watch)
    {
        lock (_gate)
        {
            foreach (var (arrival, signal) in _waiting)
            {
                if (arrival > watch.Looked && !_claims.ContainsKey(arrival))
                {
                    watch.Looked = arrival;
                    return signal;
                }
            }

            watch.Looked = _newest;
            return null;
        }
    }

    internal void Pass(ArrivedSignal signal)
    {
        if (signal.IsFromTopic)
        {
            lock (_gate)
            {
                _passed.Add(signal.Arrival);
            }
        }
    }

    /// <summary>Takes out what came from the topic, was passed by a listener, and is wanted by no other one.</summary>
    public IReadOnlyList<ArrivedSignal> TakeUnwanted()
    {
        lock (_gate)
        {
            if (_passed.Count == 0)
            {
                return [];
            }

            var looked = _watches.Select(watch => watch.Looked).Append(_newest).Min();
            var unwanted = _passed
                .Where(arrival => arrival <= looked && !_claims.ContainsKey(arrival) && _waiting.ContainsKey(arrival))
                .Select(arrival => _waiting[arrival]).ToList();
            unwanted.ForEach(signal => _waiting.Remove(signal.Arrival));
            _passed.RemoveWhere(arrival => !_waiting.ContainsKey(arrival));
            return unwanted;
        }
    }

    /// <summary>These are gone for good.</summary>
    public void Forget(IReadOnlyList<ArrivedSignal> signals)
    {
        lock (_gate)
        {
            foreach (var signal in signals)
            {
                _known.Remove(signal.Key);
            }
        }
    }

    internal bool TryClaim(SignalWatch watch, ArrivedSignal signal)
    {
        lock (_gate)
        {
            return _claims.TryAdd(signal.Arrival, watch);
        }
    }

    internal void Complete(SignalWatch watch)
    {
        lock (_gate)
        {
            watch.IsComplete = true;
            _watches.Remove(watch);
        }
    }

    internal Task ArrivedAsync(SignalWatch watch)
    {
        lock (_gate)
        {
            return watch.Looked < _newest
                ? Task.CompletedTask
                : (watch.Arrived ??= new(TaskCreationOptions.RunContinuationsAsynchronously)).Task;
        }
    }

    /// <summary>The watch has taken in one of its signals for good, with a commit to come.</summary>
    internal void Consume(ArrivedSignal signal)
    {
        lock (_gate)
        {
            _claims.Remove(signal.Arrival);
            _waiting.Remove(signal.Arrival);
        }
    }

    /// <summary>Whether the watch looks at nothing for a while: no signal is to wake the run for it.</summary>
    internal void SetBusy(SignalWatch watch, bool isBusy)
    {
        lock (_gate)
        {
            watch.IsBusy = isBusy;
        }
    }

    /// <summary>The watch has taken its signals in for good.</summary>
    internal void Forget(SignalWatch watch)
    {
        lock (_gate)
        {
            foreach (var arrival in ClaimsOf(watch))
            {
                _claims.Remove(arrival);
                _waiting.Remove(arrival);
            }
        }
    }

    /// <summary>The watch ends without them: what it claimed is for others.</summary>
    internal void Release(SignalWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
            foreach (var arrival in ClaimsOf(watch))
            {
                _claims.Remove(arrival);
                LookAgainFrom(arrival);
            }
        }
    }

    private long[] ClaimsOf(SignalWatch watch) =>
        [.. _claims.Where(claim => claim.Value == watch).Select(claim => claim.Key)];

    private void LookAgainFrom(long arrival)
    {
        foreach (var watch in _watches)
        {
            watch.Looked = Math.Min(watch.Looked, arrival - 1);
            watch.Arrived?.TrySetResult();
            watch.Arrived = null;
        }
    }
}
