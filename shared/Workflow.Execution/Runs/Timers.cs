namespace Workflow.Execution.Runs;

/// <summary>What a run waits for, and when it must be awake again at the latest. Thread-safe.</summary>
internal sealed class Timers
{
    private readonly Lock _gate = new();
    private readonly Dictionary<int, (DateTimeOffset Due, DateTimeOffset? ParkableFrom)> _entries = [];
    private int _next;

    /// <summary>Enters a time; <paramref name="parkableFrom"/> is null for a deadline that nobody waits on by
    /// itself.</summary>
    public Entry Add(DateTimeOffset due, DateTimeOffset? parkableFrom)
    {
        lock (_gate)
        {
            var id = _next++;
            _entries[id] = (due, parkableFrom);
            return new Entry(this, id);
        }
    }

    /// <summary>When to wake the run if it may be parked now: every wait must be parkable, and there must be
    /// one.</summary>
    public DateTimeOffset? ParkUntil(DateTimeOffset now, TimeSpan atLeast)
    {
        lock (_gate)
        {
            var waits = _entries.Values.Where(entry => entry.ParkableFrom is not null).ToList();
            if (waits.Count == 0 || waits.Any(wait => wait.ParkableFrom > now))
            {
                return null;
            }

            var due = _entries.Values.Min(entry => entry.Due);
            return due - now >= atLeast ? due : null;
        }
    }

    /// <summary>Whether nothing is waited for that needs this process for the time being.</summary>
    public bool AreParkable(DateTimeOffset now)
    {
        lock (_gate)
        {
            return _entries.Values.All(entry => entry.ParkableFrom is null || entry.ParkableFrom <= now);
        }
    }

    /// <summary>One time, until it is disposed of.</summary>
    public sealed class Entry(Timers owner, int id) : IDisposable
    {
        /// <summary>Enters other times in place of those.</summary>
        public void Move(DateTimeOffset due, DateTimeOffset? parkableFrom)
        {
            lock (owner._gate)
            {
                if (owner._entries.ContainsKey(id))
                {
                    owner._entries[id] = (due, parkableFrom);
                }
            }
        }

        public void Dispose()
        {
            lock (owner._gate)
            {
                owner._entries.Remove(id);
            }
        }
    }
}
