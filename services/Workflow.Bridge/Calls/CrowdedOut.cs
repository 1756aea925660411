using Workflow.Model;

namespace Workflow.Bridge.Calls;

/// <summary>Tasks that found too many of their agent before them. Only their ids stay here, so that their owners hear
/// that they are not forgotten; once half of the agent's calls are done they do not hear it any more, and send the
/// tasks again. Thread-safe.</summary>
internal sealed class CrowdedOut(CallTable calls, int perAgentMax)
{
    /// <summary>Ids kept, about 5 MB; the tasks of others are sent again each time that their owner hears nothing.
    /// </summary>
    private const int IdsMax = 100_000;

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Dictionary<Guid, int>> _byAgent = [];
    private int _count;

    /// <summary>Whether the task must wait with its owner; asked for every task that comes in.</summary>
    public bool Takes(AgentTask task)
    {
        if (calls.OfAgent(task.Agent) < perAgentMax || calls.IsOpen(task.TaskId))
        {
            return false;
        }

        lock (_gate)
        {
            if (!_byAgent.TryGetValue(task.Agent, out var ofAgent))
            {
                _byAgent[task.Agent] = ofAgent = [];
            }

            if (_count < IdsMax && ofAgent.TryAdd(task.TaskId, task.Shard))
            {
                _count++;
            }
        }

        return true;
    }

    /// <summary>Those whose time has not come. Forgets the others.</summary>
    public IReadOnlyList<(int Shard, Guid TaskId)> Waiting()
    {
        lock (_gate)
        {
            foreach (var agent in _byAgent.Keys.Where(agent => calls.OfAgent(agent) <= perAgentMax / 2).ToList())
            {
                _byAgent.Remove(agent, out var ofAgent);
                _count -= ofAgent!.Count;
            }

            return [.. _byAgent.Values.SelectMany(ofAgent => ofAgent.Select(one => (one.Value, one.Key)))];
        }
    }
}
