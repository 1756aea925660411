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
    /// <param name="wanted">Calls at a time that the agent wants at most; null for no wish.</param>
    /// <returns>The place; disposing it gives it back.</returns>
    public async Task<IDisposable> EnterAsync(string agent, int? wanted, CancellationToken ct)
    {
        var gate = Rent(agent);
        try
        {
            await gate.EnterAsync(Math.Max(1, Math.Min(wanted ?? perAgentMax, perAgentMax)), ct);
            try
            {
                await _all.WaitAsync(ct);
            }
            catch
            {
                gate.Leave();
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
                _byAgent[agent] = gate = new AgentGate();
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

    private sealed class Place(AgentGates gates, string agent, AgentGate gate) : IDisposable
    {
        public void Dispose()
        {
            gates._all.Release();
            gate.Leave();
            gates.Return(agent, gate);
        }
    }
}
