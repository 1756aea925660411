using Workflow.Model;

namespace Workflow.Bridge.Calls;

/// <summary>Tasks that found too many of their agent before them. Only their ids stay here: their owners hear that they
/// are not forgotten, and once half of the agent's calls are done, which to send again, the first one first.
/// Thread-safe.</summary>
internal sealed class CrowdedOut(CallTable calls, int perAgentMax, TimeProvider time)
{
    /// <summary>Ids kept, about 10 MB; the tasks of others are sent again each time that their owner hears nothing.
    /// </summary>
    private const int IdsMax = 100_000;

    /// <summary>How long a place is kept for a task that was called in.</summary>
    private static readonly TimeSpan PlaceKept = TimeSpan.FromSeconds(2);

    private readonly Lock _gate = new();
    private readonly Dictionary<string, Crowd> _byAgent = [];

    /// <summary>Whether the task must wait with its owner; asked for every task that comes in.</summary>
    public bool Takes(AgentTask task)
    {
        if (calls.IsOpen(task.TaskId))
        {
            return false;
        }

        lock (_gate)
        {
            var crowd = _byAgent.GetValueOrDefault(task.Agent);
            var isCalledIn = crowd?.CalledIn.Remove(task.TaskId) ?? false;
            var isFull = calls.OfAgent(task.Agent) + (crowd?.CalledIn.Count ?? 0) >= perAgentMax;
            if (!isFull && (crowd is null || isCalledIn || crowd.Count == 0))
            {
                return false;
            }

            if (crowd is null)
            {
                _byAgent[task.Agent] = crowd = new Crowd();
            }

            if (_byAgent.Values.Sum(ofAgent => ofAgent.Count) < IdsMax)
            {
                crowd.Add(new Waiting(task.TaskId, task.RunId, task.Shard));
            }

            return true;
        }
    }

    /// <summary>Those whose time has not come.</summary>
    public IReadOnlyList<Waiting> All()
    {
        lock (_gate)
        {
            return [.. _byAgent.Values.SelectMany(crowd => crowd.InOrder)];
        }
    }

    /// <summary>Those for whom there is room now; a place is kept for each. They are here no more.</summary>
    public IReadOnlyList<Waiting> CallIn()
    {
        lock (_gate)
        {
            var called = new List<Waiting>();
            foreach (var (agent, crowd) in _byAgent.ToList())
            {
                if (time.GetElapsedTime(crowd.CalledAt) > PlaceKept)
                {
                    crowd.CalledIn.Clear();
                }

                var taken = calls.OfAgent(agent) + crowd.CalledIn.Count;
                if (taken <= perAgentMax / 2)
                {
                    called.AddRange(crowd.CallIn(perAgentMax - taken, time.GetTimestamp()));
                }

                if (crowd.Count == 0 && crowd.CalledIn.Count == 0)
                {
                    _byAgent.Remove(agent);
                }
            }

            return called;
        }
    }

    /// <summary>Forgets all of them, since this bridge takes nothing more.</summary>
    public IReadOnlyList<Waiting> SendAway()
    {
        lock (_gate)
        {
            var all = All();
            _byAgent.Clear();
            return all;
        }
    }

    /// <summary>A task that waits with its owner.</summary>
    internal readonly record struct Waiting(Guid TaskId, Guid RunId, int Shard);

    /// <summary>The tasks of one agent.</summary>
    private sealed class Crowd
    {
        private readonly Queue<Waiting> _waiting = new();
        private readonly HashSet<Guid> _ids = [];

        public HashSet<Guid> CalledIn { get; } = [];

        /// <summary>Timestamp of the last call.</summary>
        public long CalledAt { get; private set; }

        public int Count => _waiting.Count;

        public IEnumerable<Waiting> InOrder => _waiting;

        /// <summary>One that waits already keeps its place.</summary>
        public void Add(Waiting one)
        {
            if (_ids.Add(one.TaskId))
            {
                _waiting.Enqueue(one);
            }
        }

        public IEnumerable<Waiting> CallIn(int atMost, long now)
        {
            CalledAt = now;
            for (var i = 0; i < atMost && _waiting.TryDequeue(out var one); i++)
            {
                _ids.Remove(one.TaskId);
                CalledIn.Add(one.TaskId);
                yield return one;
            }
        }
    }
}
