namespace Workflow.Bridge.Calls;

/// <summary>Places for running calls: so many per agent, so many in all. Thread-safe.</summary>
internal sealed class AgentGates(int callsMax, int perAgentMax)
{
    private readonly SemaphoreSlim _all = new(callsMax);
    private readonly Lock _gate = new();
    private readonly Dictionary<string, AgentGate> _byAgent = [];

    /// <summary>Agents with a call running or waiting.</summary>
    public int Agents
    {
        get
        {
            lock (_gate)
            {
                return _byAgent.Count;
            }
        }
    }

    /// <summary>Waits for a place at the agent, then for one in all: waiting for a slow agent takes no place.</summary>
    /// <returns>The place; disposing it gives it back.</returns>
    public async Task<IDisposable> EnterAsync(string agent, CancellationToken ct)
    {
        var gate = Rent(agent);
        try
        {
            await gate.Places.WaitAsync(ct);
            try
            {
                await _all.WaitAsync(ct);
            }
            catch
            {
                gate.Places.Release();
                throw;
            }
        }
        catch
        {
            Return(agent, gate);
            throw;
        }

        return new Place(this, agent, gate);
    }

    private AgentGate Rent(string agent)
    {
        lock (_gate)
        {
            if (!_byAgent.TryGetValue(agent, out var gate))
            {
                _byAgent[agent] = gate = new AgentGate(new SemaphoreSlim(perAgentMax));
            }

            gate.Users++;
            return gate;
        }
    }

    private void Return(string agent, AgentGate gate)
    {
        lock (_gate)
        {
            if (--gate.Users == 0)
            {
                _byAgent.Remove(agent);
            }
        }
    }

    private sealed class AgentGate(SemaphoreSlim places)
    {
        public SemaphoreSlim Places { get; } = places;

        public int Users { get; set; }
    }

    private sealed class Place(AgentGates gates, string agent, AgentGate gate) : IDisposable
    {
        public void Dispose()
        {
            gates._all.Release();
            gate.Places.Release();
            gates.Return(agent, gate);
        }
    }
}
