using Workflow.Database.Feed;
using Workflow.Model;

namespace Workflow.Api.Live.Runs;

/// <summary>What a watcher finds at its place in a feed.</summary>
internal enum FeedState
{
    /// <summary>Messages were handed out.</summary>
    More,

    /// <summary>Nothing new.</summary>
    Current,

    /// <summary>The next message is not kept any more: the database has it.</summary>
    Behind,

    /// <summary>The run does not exist any more.</summary>
    Gone,
}

/// <summary>The changes of one watched run, in order of revision and without a gap, whether events or the database tell
/// them (R8). Thread-safe.</summary>
internal sealed class RunFeed(Guid runId, int framesMax)
{
    private const long NotKnown = -1;

    private readonly Lock _gate = new();
    private readonly List<Watch> _watches = [];
    private readonly Queue<Frame> _frames = new();
    private long _head = NotKnown;
    private long _heard = NotKnown;
    private bool _refreshing;
    private bool _closed;
    private bool _gone;

    public Guid RunId => runId;

    /// <summary>The last revision that is told here and has to be looked after; null when there is nothing to look
    /// for.</summary>
    public long? LookFrom
    {
        get
        {
            lock (_gate)
            {
                return _head == NotKnown || _gone || HasEnded ? null : _head;
            }
        }
    }

    private bool HasEnded { get; set; }

    /// <returns>False when the feed is closed: take a new one.</returns>
    public bool TryAdd(Watch watch)
    {
        lock (_gate)
        {
            if (!_closed)
            {
                _watches.Add(watch);
            }

            return !_closed;
        }
    }

    /// <returns>Whether that was the last one, so that the feed is closed.</returns>
    public bool Remove(Watch watch)
    {
        lock (_gate)
        {
            _watches.Remove(watch);
            _closed |= _watches.Count == 0;
            return _closed;
        }
    }

    /// <summary>The database has the run at this revision.</summary>
    /// <returns>Whether the feed has to be read from the database.</returns>
    public bool Hear(long revision, bool hasEnded = false)
    {
        lock (_gate)
        {
            if (_head == NotKnown)
            {
                (_head, HasEnded) = (revision, hasEnded);
            }

            _heard = Math.Max(_heard, revision);
            return _heard > _head;
        }
    }

    /// <summary>An event came. The next one in order is told at once; any other only says that there is
    /// more.</summary>
    /// <returns>Whether the feed has to be read from the database.</returns>
    public bool Hear(RunEvent change)
    {
        lock (_gate)
        {
            _heard = Math.Max(_heard, change.Revision);
            if (_head == NotKnown || change.Revision <= _head)
            {
                return false;
            }

            var isNext = change.Revision == _head + 1 && change is { Steps: not null, Progress: not null };
            if (isNext && !StatusText.ParseRun(change.Status).IsEnd())
            {
                Append(Frame.Of(change, null));
                Wake();
            }

            return _heard > _head;
        }
    }

    /// <summary>Tells all who watch now of something that is no change.</summary>
    public void Note(Frame note)
    {
        lock (_gate)
        {
            foreach (var watch in _watches)
            {
                watch.Note(note);
            }
        }
    }

    /// <summary>Asks for the right to read the database for this feed; one at a time has it.</summary>
    public bool TryBeginRefresh(out long since)
    {
        lock (_gate)
        {
            since = _head;
            if (_refreshing || _closed || _gone || HasEnded || _heard <= _head || _head == NotKnown)
            {
                return false;
            }

            return _refreshing = true;
        }
    }

    /// <summary>Ends a reading; what it brought is told as far as it is new.</summary>
    /// <param name="stretch">Null when the database could not be read.</param>
    /// <returns>Whether there is more to read.</returns>
    public bool EndRefresh(RunStretch? stretch)
    {
        lock (_gate)
        {
            _refreshing = false;
            if (stretch is null)
            {
                return false;
            }

            var before = _head;
            foreach (var change in stretch.Events.Where(change => change.Revision == _head + 1))
            {
                Append(Frame.Of(change, stretch.End));
            }

            if (_head > before)
            {
                Wake();
            }
            else
            {
                // An event told of a change that the database does not have (any more): nobody waits for it.
                _heard = _head;
            }

            return _heard > _head;
        }
    }

    /// <summary>The run has been deleted.</summary>
    public void Vanish()
    {
        lock (_gate)
        {
            (_gone, _refreshing) = (true, false);
            Wake();
        }
    }

    /// <summary>Hands out what follows a place, at most <paramref name="most"/> messages.</summary>
    public FeedState Read(long place, int most, List<Frame> into)
    {
        lock (_gate)
        {
            if (place >= _head)
            {
                return _gone ? FeedState.Gone : FeedState.Current;
            }

            if (!_frames.TryPeek(out var oldest) || oldest.Revision > place + 1)
            {
                return FeedState.Behind;
            }

            into.AddRange(_frames.Where(frame => frame.Revision > place).Take(most));
            return FeedState.More;
        }
    }

    private void Append(Frame frame)
    {
        _head = frame.Revision;
        HasEnded = frame.IsEnd;
        var slowest = _watches.Select(watch => watch.Place).DefaultIfEmpty(NotKnown).Min();
        while (_frames.TryPeek(out var oldest) && (_frames.Count >= framesMax || oldest.Revision <= slowest))
        {
            _frames.Dequeue();
        }

        _frames.Enqueue(frame);
    }

    private void Wake()
    {
        foreach (var watch in _watches)
        {
            watch.Wake();
        }
    }
}
