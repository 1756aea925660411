namespace Workflow.Bridge.Calls;

/// <summary>Places for running calls: so many per agent, so many in all. Each agent has a few to itself, which no
/// other can take however many of them hang. Thread-safe.</summary>
internal sealed class AgentGates(int callsMax, int perAgentMax, int perAgentOwn)
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
    /// <param name="pass">What else to wait for, with the agent's place and without one of all.</param>
    /// <returns>The place; disposing it gives it back.</returns>
    public async Task<IDisposable> EnterAsync(
        string agent, int? wanted, CancellationToken ct, Func<CancellationToken, Task>? pass = null)
    {
        var gate = Rent(agent);
        try
        {
            await gate.EnterAsync(Math.Max(1, Math.Min(wanted ?? perAgentMax, perAgentMax)), ct);
            try
            {
                await (pass?.Invoke(ct) ?? Task.CompletedTask);
                return new Place(this, agent, gate, isOwn: await EnterAllAsync(gate, ct));
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
    }

    /// <returns>True when one of the agent's own places did, false when it took a common one.</returns>
    private async Task<bool> EnterAllAsync(AgentGate gate, CancellationToken ct)
    {
        lock (_gate)
        {
            if (gate.OwnTaken < perAgentOwn)
            {
                gate.OwnTaken++;
                return true;
            }
        }

        await _all.WaitAsync(ct);
        return false;
    }

    private void LeaveAll(AgentGate gate, bool isOwn)
    {
        if (!isOwn)
        {
            _all.Release();
            return;
        }

        lock (_gate)
        {
            gate.OwnTaken--;
        }
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

    private sealed class Place(AgentGates gates, string agent, AgentGate gate, bool isOwn) : IDisposable
    {
        public void Dispose()
        {
            gates.LeaveAll(gate, isOwn);
            gate.Leave();
            gates.Return(agent, gate);
        }
    }
}
