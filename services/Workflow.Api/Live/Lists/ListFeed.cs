using Workflow.Api.Live.Connections;
using Workflow.Database.Feed;
using Workflow.Model;

namespace Workflow.Api.Live.Lists;

/// <summary>The latest events of all runs, remembered while somebody may want them. A run's events come in order of
/// revision; some may be missing, but the last one told of an open run is its present one within a second.
/// Thread-safe.</summary>
internal sealed class ListFeed(PictureQueries pictures, LiveOptions options, TimeProvider clock)
{
    private readonly Lock _gate = new();
    private readonly List<ListWatch> _watches = [];
    private readonly Queue<ListEntry> _entries = new();
    private readonly KnownRuns _known = new(options.ListRunsMax);
    private string _memory = "";
    private long _last;
    private long _leftAt;
    private volatile bool _isActive;

    /// <summary>Whether events are wanted.</summary>
    public bool IsActive => _isActive;

    /// <summary>Open runs that were told of.</summary>
    public List<FeedPlace> Places
    {
        get
        {
            lock (_gate)
            {
                return [.. _known.Open];
            }
        }
    }

    /// <summary>Joins at the present end.</summary>
    public ListWatch Join(ListFilter filter, Signal signal)
    {
        lock (_gate)
        {
            if (!_isActive)
            {
                _memory = Guid.CreateVersion7(clock.GetUtcNow()).ToString("N");
                _isActive = true;
            }

            var watch = new ListWatch(this, filter, signal) { Place = _last };
            _watches.Add(watch);
            return watch;
        }
    }

    public void Leave(ListWatch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
            _leftAt = clock.GetTimestamp();
        }
    }

    public ListPlace PlaceOf(ListWatch watch) => new(_memory, watch.Place);

    /// <summary>Moves a watch to a place where its client was before.</summary>
    /// <returns>False when what came after it is not remembered.</returns>
    public bool TryResume(ListWatch watch, ListPlace place)
    {
        lock (_gate)
        {
            if (place.Memory != _memory || place.Number > _last || !IsKept(place.Number))
            {
                return false;
            }

            watch.Place = place.Number;
            return true;
        }
    }

    /// <summary>Moves a watch to the present end.</summary>
    public void Skip(ListWatch watch)
    {
        lock (_gate)
        {
            watch.Place = _last;
        }
    }

    /// <summary>Hands out what follows a watch's place and passes its filter.</summary>
    /// <returns>False when it fell so far behind that something is lost.</returns>
    public bool Read(ListWatch watch, int most, List<ListEntry> into)
    {
        lock (_gate)
        {
            if (!IsKept(watch.Place))
            {
                return false;
            }

            foreach (var entry in _entries.Skip((int)(_entries.Count - (_last - watch.Place))))
            {
                watch.Place = entry.Number;
                if (watch.Filter.Takes(entry.Change))
                {
                    into.Add(entry);
                    if (into.Count == most)
                    {
                        break;
                    }
                }
            }

            return true;
        }
    }

    public void Take(RunEvent change)
    {
        lock (_gate)
        {
            var isOpen = !StatusText.ParseRun(change.Status).IsEnd();
            if (!_isActive || !_known.TryAdvance(change.RunId, change.Revision, isOpen))
            {
                return;
            }

            _entries.Enqueue(new ListEntry(new ListPlace(_memory, ++_last), change));
            if (_entries.Count > options.ListEventsMax)
            {
                _entries.Dequeue();
            }

            foreach (var watch in _watches.Where(watch => watch.Filter.Takes(change)))
            {
                watch.Wake();
            }
        }
    }

    /// <summary>Tells of runs that have changed without an event.</summary>
    /// <param name="changed">Runs and their revision now; null for those that are gone.</param>
    public async Task CatchUpAsync(IReadOnlyList<(Guid RunId, long? Revision)> changed, CancellationToken ct)
    {
        var missed = Missed(changed);
        foreach (var change in missed.Count == 0 ? [] : await pictures.FindAsync(missed, ct))
        {
            Take(change);
        }
    }

    /// <summary>Forgets everything when nobody has wanted it for a while.</summary>
    public void Tidy()
    {
        lock (_gate)
        {
            if (_isActive && _watches.Count == 0 && clock.GetElapsedTime(_leftAt) > options.ListMemory)
            {
                _isActive = false;
                _entries.Clear();
                _known.Clear();
            }
        }
    }

    private List<Guid> Missed(IReadOnlyList<(Guid RunId, long? Revision)> changed)
    {
        lock (_gate)
        {
            foreach (var (runId, _) in changed.Where(run => run.Revision is null))
            {
                _known.Forget(runId);
            }

            return [.. changed.Where(run => run.Revision is { } revision && _known.IsBehind(run.RunId, revision))
                .Select(run => run.RunId)];
        }
    }

    private bool IsKept(long number) => _last - number <= _entries.Count;
}
