using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>An event that waits for the others with which it will start a run.</summary>
internal sealed record HeldEvent(Guid Gathering, int Filter, IReadOnlyDictionary<string, string> Correlated);

/// <summary>Where an event goes.</summary>
/// <param name="IsComplete">With it the gathering has all of its events.</param>
internal readonly record struct GatheringPlace(Guid Gathering, EventFit Fit, bool IsComplete);

/// <summary>The gatherings of one schedule that wait for events, the oldest first: an event goes to the oldest one that
/// lacks it and says nothing else about what both correlate, or opens a new one. Not thread-safe.</summary>
/// <param name="needed">Events that start a run together.</param>
internal sealed class Gatherings(int needed)
{
    private readonly SortedList<int, Gathering> _open = [];
    private readonly Dictionary<Guid, Gathering> _byId = [];
    private readonly Dictionary<(string Name, string Value), SortedList<int, Gathering>> _byValue = [];
    private readonly Dictionary<string, int> _knowing = [];
    private int _opened;

    /// <summary>Events that wait.</summary>
    public int Held { get; private set; }

    /// <param name="fits">The filters that the event fits; at least one.</param>
    public GatheringPlace Find(IReadOnlyList<EventFit> fits, Func<Guid> newId)
    {
        Gathering? oldest = null;
        EventFit? found = null;
        foreach (var fit in needed == 1 ? [] : fits)
        {
            if (Candidates(fit).FirstOrDefault(one => one.Lacks(fit)) is { } one && !(one.Number >= oldest?.Number))
            {
                (oldest, found) = (one, fit);
            }
        }

        return oldest is null
            ? new GatheringPlace(newId(), fits[0], needed == 1)
            : new GatheringPlace(oldest.Id, found!, oldest.Filters.Count + 1 == needed);
    }

    /// <summary>Whether events of the gathering wait.</summary>
    public bool IsOpen(Guid id) => _byId.ContainsKey(id);

    /// <summary>Adds an event that waits, in the order of arrival.</summary>
    public void Hold(HeldEvent held)
    {
        if (!_byId.TryGetValue(held.Gathering, out var gathering))
        {
            gathering = new Gathering(held.Gathering, _opened++);
            _byId.Add(gathering.Id, gathering);
            _open.Add(gathering.Number, gathering);
        }

        gathering.Filters.Add(held.Filter);
        foreach (var (name, value) in held.Correlated)
        {
            if (gathering.Correlated.TryAdd(name, value))
            {
                _knowing[name] = _knowing.GetValueOrDefault(name) + 1;
                if (!_byValue.TryGetValue((name, value), out var same))
                {
                    _byValue.Add((name, value), same = []);
                }

                same.Add(gathering.Number, gathering);
            }
        }

        Held++;
    }

    /// <summary>Takes out a gathering whose run is started, if it is here.</summary>
    public void Close(Guid id)
    {
        if (!_byId.Remove(id, out var gathering))
        {
            return;
        }

        _open.Remove(gathering.Number);
        foreach (var (name, value) in gathering.Correlated)
        {
            _knowing[name]--;
            _byValue[(name, value)].Remove(gathering.Number);
        }

        Held -= gathering.Filters.Count;
    }

    /// <summary>Those that may lack it, the oldest first. Where all know what the event correlates by, only those with
    /// its value are looked at.</summary>
    private IEnumerable<Gathering> Candidates(EventFit fit)
    {
        foreach (var (name, value) in fit.Correlated)
        {
            if (_knowing.GetValueOrDefault(name) == _open.Count)
            {
                return _byValue.TryGetValue((name, value), out var same) ? same.Values : [];
            }
        }

        return _open.Values;
    }

    private sealed class Gathering(Guid id, int number)
    {
        public Guid Id => id;

        /// <summary>Of those opened later it is higher.</summary>
        public int Number => number;

        public HashSet<int> Filters { get; } = [];

        public Dictionary<string, string> Correlated { get; } = [];

        public bool Lacks(EventFit fit) => !Filters.Contains(fit.Filter)
            && fit.Correlated.All(pair => !Correlated.TryGetValue(pair.Key, out var known) || known == pair.Value);
    }
}
