using Workflow.Database.Bridge;
using Workflow.Model;

namespace Workflow.Bridge.Health;

/// <summary>Counts this bridge's calls by agent, to be told to the database now and then. Thread-safe.</summary>
internal sealed class CallFigures(TimeProvider time)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, Counts> _byAgent = [];

    /// <summary>A call begins; it is counted as ended by what is given back.</summary>
    public Flight Begin(string agent)
    {
        lock (_gate)
        {
            Of(agent).InFlight++;
        }

        return new Flight(this, agent, time.GetTimestamp());
    }

    /// <summary>What has happened since the last time, and what is going on. Those without either are left out, once
    /// they were told that there is nothing.</summary>
    public List<AgentFigure> Take()
    {
        lock (_gate)
        {
            var taken = _byAgent.Select(pair => new AgentFigure(
                pair.Key, pair.Value.Calls, pair.Value.Failed, pair.Value.Latency, pair.Value.InFlight)).ToList();
            foreach (var (agent, counts) in _byAgent.ToList())
            {
                if (counts.InFlight == 0)
                {
                    _byAgent.Remove(agent);
                }
                else
                {
                    _byAgent[agent] = new Counts { InFlight = counts.InFlight };
                }
            }

            return taken;
        }
    }

    /// <summary>They could not be told.</summary>
    public void GiveBack(IEnumerable<AgentFigure> figures)
    {
        lock (_gate)
        {
            foreach (var figure in figures)
            {
                var counts = Of(figure.Agent);
                counts.Calls += figure.Calls;
                counts.Failed += figure.Failed;
                for (var place = 0; place < LatencyCounts.Places; place++)
                {
                    counts.Latency[place] += figure.Latency[place];
                }
            }
        }
    }

    private void End(string agent, TimeSpan? took, bool failed)
    {
        lock (_gate)
        {
            var counts = Of(agent);
            counts.InFlight--;
            if (took is { } duration)
            {
                counts.Calls++;
                counts.Failed += failed ? 1 : 0;
                counts.Latency[LatencyCounts.PlaceOf(duration)]++;
            }
        }
    }

    private Counts Of(string agent)
    {
        if (!_byAgent.TryGetValue(agent, out var counts))
        {
            _byAgent[agent] = counts = new Counts();
        }

        return counts;
    }

    /// <summary>One call; without an answer, because it was broken off or never made, it counts for nothing.</summary>
    public sealed class Flight(CallFigures figures, string agent, long began) : IDisposable
    {
        private bool? _failed;

        public void Answered(bool failed) => _failed = failed;

        public void Dispose() => figures.End(
            agent, _failed is null ? null : figures.ElapsedSince(began), _failed == true);
    }

    private TimeSpan ElapsedSince(long began) => time.GetElapsedTime(began);

    private sealed class Counts
    {
        public int Calls { get; set; }

        public int Failed { get; set; }

        public int InFlight { get; set; }

        public int[] Latency { get; } = new int[LatencyCounts.Places];
    }
}
