using System.Collections.Concurrent;
using Workflow.Api.Live.Connections;
using Workflow.Database.Feed;
using Workflow.Model;

namespace Workflow.Api.Live.Runs;

/// <summary>The runs that are watched here: one feed for all who watch the same run. Thread-safe.</summary>
internal sealed class RunFeeds(StretchReader reader, LiveOptions options)
{
    private readonly ConcurrentDictionary<Guid, RunFeed> _feeds = new();

    /// <summary>Runs watched now.</summary>
    public int Count => _feeds.Count;

    /// <summary>The watched runs whose changes are to be looked for, with the revision known of each.</summary>
    public List<FeedPlace> Places =>
        [.. from feed in _feeds.Values let place = feed.LookFrom where place is not null
            select new FeedPlace(feed.RunId, place.Value)];

    public bool Watches(Guid runId) => _feeds.ContainsKey(runId);

    /// <summary>Registers a watcher; only then may it look at the run, so that nothing happens in between.</summary>
    public Watch Join(Guid runId, Signal signal)
    {
        while (true)
        {
            var feed = _feeds.GetOrAdd(runId, id => new RunFeed(id, options.FramesPerRunMax));
            var watch = new Watch(feed, this, signal);
            if (feed.TryAdd(watch))
            {
                return watch;
            }
        }
    }

    public void Leave(RunFeed feed, Watch watch)
    {
        if (feed.Remove(watch))
        {
            _feeds.TryRemove(KeyValuePair.Create(feed.RunId, feed));
        }
    }

    /// <summary>An event came from the topic.</summary>
    public void Take(RunEvent change)
    {
        if (_feeds.TryGetValue(change.RunId, out var feed) && feed.Hear(change))
        {
            _ = RefreshAsync(feed);
        }
    }

    /// <summary>An agent said something of its work.</summary>
    public void Take(RunReport report)
    {
        if (_feeds.TryGetValue(report.RunId, out var feed))
        {
            feed.Note(Frame.Of(report));
        }
    }

    /// <summary>The database has a run at this revision; null when it has no such run any more.</summary>
    public void Heard(Guid runId, long? revision)
    {
        if (!_feeds.TryGetValue(runId, out var feed))
        {
            return;
        }

        if (revision is { } found)
        {
            Heard(feed, found, hasEnded: false);
        }
        else
        {
            feed.Vanish();
        }
    }

    public void Heard(RunFeed feed, long revision, bool hasEnded)
    {
        if (feed.Hear(revision, hasEnded))
        {
            _ = RefreshAsync(feed);
        }
    }

    public Task<RunStretch?> StretchAsync(Guid runId, long since, CancellationToken ct) =>
        reader.ReadAsync(runId, since, ct);

    private async Task RefreshAsync(RunFeed feed)
    {
        while (feed.TryBeginRefresh(out var since))
        {
            RunStretch? stretch = null;
            try
            {
                stretch = await reader.ReadAsync(feed.RunId, since, CancellationToken.None);
                if (stretch is null)
                {
                    feed.Vanish();
                    return;
                }
            }
            catch (Exception)
            {
                // The reader has said why; the next look finds the same again.
            }

            if (!feed.EndRefresh(stretch))
            {
                return;
            }
        }
    }
}
