using Workflow.Api.Live.Connections;
using Workflow.Database.Feed;

namespace Workflow.Api.Live.Runs;

/// <summary>One connection's place in the feed of a run.</summary>
internal sealed class Watch(RunFeed feed, RunFeeds feeds, Signal signal) : IDisposable
{
    /// <summary>Messages handed out at once, so kept alive by one slow connection.</summary>
    private const int FramesAtOnce = 64;

    /// <summary>Notes held for one slow connection; of more the oldest go, and the log has them.</summary>
    private const int NotesMax = 64;

    private readonly Queue<Frame> _notes = new();
    private long _place = long.MaxValue;

    /// <summary>The last revision that was handed out.</summary>
    public long Place => Interlocked.Read(ref _place);

    public Guid RunId => feed.RunId;

    /// <summary>The database has shown the run at this revision.</summary>
    public void Seen(long revision, bool hasEnded) => feeds.Heard(feed, revision, hasEnded);

    /// <summary>Begins after a revision.</summary>
    public void BeginAfter(long revision) => Interlocked.Exchange(ref _place, revision);

    public void Wake() => signal.Set();

    /// <summary>Hands this out before any further change.</summary>
    public void Note(Frame note)
    {
        lock (_notes)
        {
            if (_notes.Count == NotesMax)
            {
                _notes.Dequeue();
            }

            _notes.Enqueue(note);
        }

        signal.Set();
    }

    /// <summary>Hands out the next messages, in order and each once; none after a mere signal.</summary>
    /// <returns>False when the run does not exist any more.</returns>
    /// <exception cref="System.Data.Common.DbException">The database does not answer; ask again.</exception>
    public async ValueTask<bool> NextAsync(List<Frame> into, CancellationToken ct)
    {
        into.Clear();
        var state = feed.Read(Place, FramesAtOnce, into);
        if (state == FeedState.Current && !HasNotes)
        {
            await signal.WaitAsync(ct);
            state = feed.Read(Place, FramesAtOnce, into);
        }

        if (state == FeedState.Behind)
        {
            if (await feeds.StretchAsync(RunId, Place, ct) is not { } stretch)
            {
                return false;
            }

            into.AddRange(stretch.Events.Select(change => Frame.Of(change, stretch.End)));
            if (into.Count == 0 && !HasNotes)
            {
                await signal.WaitAsync(ct);
            }
        }

        if (into.Count > 0)
        {
            Interlocked.Exchange(ref _place, into[^1].Revision);
        }

        TakeNotes(into);
        return state != FeedState.Gone;
    }

    private bool HasNotes
    {
        get
        {
            lock (_notes)
            {
                return _notes.Count > 0;
            }
        }
    }

    private void TakeNotes(List<Frame> into)
    {
        lock (_notes)
        {
            into.InsertRange(0, _notes);
            _notes.Clear();
        }
    }

    public void Dispose() => feeds.Leave(feed, this);
}
