using Workflow.Api.Live.Runs;
using Workflow.Database.Feed;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Live;

/// <summary>The order and the bounds of one run's feed (R8, R9).</summary>
public sealed class RunFeedTests
{
    private static readonly Guid Run = Guid.Parse("0190a000-0000-7000-8000-000000000001");
    private readonly RunFeed _feed = new(Run, framesMax: 4);

    [Fact]
    public void R8_Feed_WhenTheNextEventComes_TellsItAtOnce()
    {
        _feed.Hear(2);
        Assert.False(_feed.Hear(Event(3)));
        Assert.Equal([3], Read(after: 2));
    }

    [Fact]
    public void R8_Feed_WhenAnEventIsMissing_ReadsTheDatabaseAndTellsNothingTwice()
    {
        _feed.Hear(2);
        Assert.True(_feed.Hear(Event(5)));
        Assert.Equal(FeedState.Current, _feed.Read(2, 10, []));
        Assert.True(_feed.TryBeginRefresh(out var since));
        Assert.False(_feed.TryBeginRefresh(out _));
        _feed.Hear(Event(3));
        Assert.False(_feed.EndRefresh(Stretch(since, 5)));
        Assert.Equal([3, 4, 5], Read(after: 2));
    }

    [Fact]
    public void R8_Feed_WhenEventsComeBeforeTheRunWasLookedAt_CatchesUpWithThem()
    {
        Assert.False(_feed.Hear(Event(4)));
        Assert.True(_feed.Hear(3));
        Assert.True(_feed.TryBeginRefresh(out var since));
        Assert.Equal(3, since);
    }

    [Fact]
    public void R8_Feed_WhenAnEventIsOfAChangeThatTheDatabaseDoesNotHave_StopsAsking()
    {
        _feed.Hear(2);
        Assert.True(_feed.Hear(Event(9)));
        Assert.True(_feed.TryBeginRefresh(out _));
        Assert.False(_feed.EndRefresh(new RunStretch(Run, [], 2, null)));
        Assert.False(_feed.TryBeginRefresh(out _));
    }

    [Fact]
    public void R9_Feed_WhenNobodyReads_KeepsNoMoreThanItMay()
    {
        _feed.Hear(0);
        for (var revision = 1; revision <= 10; revision++)
        {
            _feed.Hear(Event(revision));
        }

        Assert.Equal(FeedState.Behind, _feed.Read(0, 10, []));
        Assert.Equal([7, 8, 9, 10], Read(after: 6));
    }

    [Fact]
    public void R8_Feed_WhenTheEndIsHeard_WaitsForWhatTheRunLeftBehind()
    {
        _feed.Hear(1);
        Assert.True(_feed.Hear(Event(2, RunStatus.Completed)));
        Assert.Equal(FeedState.Current, _feed.Read(1, 10, []));
        Assert.True(_feed.TryBeginRefresh(out _));
        var end = new RunEnd(RawJson.FromText("7"), default, null, null);
        _feed.EndRefresh(new RunStretch(Run, [Event(2, RunStatus.Completed)], 2, end));
        var frames = new List<Frame>();
        Assert.Equal(FeedState.More, _feed.Read(1, 10, frames));
        Assert.True(frames[0].IsEnd);
        Assert.Contains("\"outputs\":7", System.Text.Encoding.UTF8.GetString(frames[0].Json), StringComparison.Ordinal);
        Assert.Null(_feed.LookFrom);
    }

    private IEnumerable<long> Read(long after)
    {
        var frames = new List<Frame>();
        Assert.Equal(FeedState.More, _feed.Read(after, 10, frames));
        return frames.Select(frame => frame.Revision);
    }

    private static RunStretch Stretch(long since, long upTo) => new(
        Run, [.. Enumerable.Range((int)since + 1, (int)(upTo - since)).Select(revision => Event(revision))], upTo,
        null);

    private static RunEvent Event(long revision, RunStatus status = RunStatus.Running) => new(
        Run, "local", null, revision, RunChange.Of(status, isStart: false), status.ToJson(), default(RunProgress), [],
        DateTimeOffset.UnixEpoch);
}
