namespace Workflow.Outgoing.Calls;

/// <summary>Lets only so many calls at a time go to one host; the others wait for a place. A host that is slow takes
/// places of its own, never those of another. Thread-safe.</summary>
/// <param name="callsMax">Calls of one host at a time.</param>
/// <param name="waitingMax">Calls of one host that may wait for a place; beyond it they are refused.</param>
public sealed class HostGates(int callsMax, int waitingMax)
{
    private readonly Lock _lock = new();
    private readonly Dictionary<string, Gate> _gates = [];

    /// <summary>Hosts that are called now, or waited for.</summary>
    public int Count
    {
        get
        {
            lock (_lock)
            {
                return _gates.Count;
            }
        }
    }

    /// <summary>Waits for a place; disposing the answer gives it back.</summary>
    /// <param name="host">Host and port.</param>
    /// <exception cref="HostBusyException">Too many calls wait already.</exception>
    public async ValueTask<IDisposable> EnterAsync(string host, CancellationToken ct)
    {
        Gate? gate;
        lock (_lock)
        {
            if (!_gates.TryGetValue(host, out gate))
            {
                _gates.Add(host, gate = new Gate(new SemaphoreSlim(callsMax)));
            }

            if (gate.Calls >= callsMax + waitingMax)
            {
                throw new HostBusyException(host, callsMax, waitingMax);
            }

            gate.Calls++;
        }

        try
        {
            await gate.Places.WaitAsync(ct);
        }
        catch
        {
            Leave(host, gate);
            throw;
        }

        return new Place(this, host, gate);
    }

    private void Leave(string host, Gate gate)
    {
        lock (_lock)
        {
            if (--gate.Calls == 0)
            {
                _gates.Remove(host);
            }
        }
    }

    private sealed class Gate(SemaphoreSlim places)
    {
        public SemaphoreSlim Places => places;

        /// <summary>Under way or waiting.</summary>
        public int Calls { get; set; }
    }

    private sealed class Place(HostGates gates, string host, Gate gate) : IDisposable
    {
        private int _left;

        public void Dispose()
        {
            if (Interlocked.Exchange(ref _left, 1) == 0)
            {
                gate.Places.Release();
                gates.Leave(host, gate);
            }
        }
    }
}
