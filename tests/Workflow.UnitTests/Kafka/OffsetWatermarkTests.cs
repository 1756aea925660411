using Workflow.Kafka;
using Xunit;

namespace Workflow.UnitTests.Kafka;

public sealed class OffsetWatermarkTests
{
    private readonly OffsetWatermark _watermark = new();

    [Fact]
    public void TryAdvance_WhenNothingIsDone_DoesNotMove()
    {
        Take(0, 1, 2);
        Assert.False(_watermark.TryAdvance(out _));
        Assert.Equal(3, _watermark.Open);
    }

    [Fact]
    public void TryAdvance_WhenDoneInOrder_FollowsAndReportsEachMoveOnce()
    {
        Take(0, 1);
        _watermark.Done(0);
        Assert.Equal(1, Commit());
        Assert.Null(Commit());
        _watermark.Done(1);
        Assert.Equal(2, Commit());
        Assert.Equal(0, _watermark.Open);
    }

    [Fact]
    public void R7_TryAdvance_WhenAnEarlierOffsetIsNotDone_StaysBelowIt()
    {
        Take(10, 11, 12, 13);
        _watermark.Done(13);
        _watermark.Done(11);
        Assert.Null(Commit());
        _watermark.Done(10);
        Assert.Equal(12, Commit());
        _watermark.Done(12);
        Assert.Equal(14, Commit());
    }

    [Fact]
    public void TryAdvance_WhenTheLogHasGaps_GoesOverThem()
    {
        Take(5, 9, 100);
        _watermark.Done(9);
        _watermark.Done(5);
        Assert.Equal(10, Commit());
        _watermark.Done(100);
        Assert.Equal(101, Commit());
    }

    [Theory]
    [InlineData(4)]
    [InlineData(7)]
    [InlineData(20)]
    public void Done_WhenTheOffsetWasNeverTaken_ChangesNothing(long offset)
    {
        Take(5, 8);
        _watermark.Done(offset);
        Assert.Null(Commit());
        Assert.Equal(2, _watermark.Open);
    }

    [Fact]
    public void Done_WhenRepeated_ChangesNothing()
    {
        Take(0, 1, 2);
        _watermark.Done(1);
        _watermark.Done(1);
        _watermark.Done(0);
        _watermark.Done(0);
        Assert.Equal(2, Commit());
        Assert.Equal(1, _watermark.Open);
    }

    [Theory]
    [InlineData(7)]
    [InlineData(3)]
    [InlineData(0)]
    public void Taken_WhenTheOffsetIsNotAboveTheLast_AsksForANewWatermark(long offset)
    {
        Take(7);
        Assert.False(_watermark.Taken(offset));
        Assert.Equal(1, _watermark.Open);
        _watermark.Done(7);
        Assert.Equal(8, Commit());
    }

    [Fact]
    public void R7_TryAdvance_WhenDoneInAnyOrder_IsAlwaysTheFirstThatIsNotDone()
    {
        var random = new Random(20_25);
        for (var round = 0; round < 200; round++)
        {
            var watermark = new OffsetWatermark();
            var open = new SortedSet<long>();
            var next = 0L;
            for (var step = 0; step < 300; step++)
            {
                if (open.Count == 0 || random.Next(2) == 0)
                {
                    next += random.Next(1, 4);
                    Assert.True(watermark.Taken(next));
                    open.Add(next);
                }
                else
                {
                    var done = open.ElementAt(random.Next(open.Count));
                    watermark.Done(done);
                    open.Remove(done);
                    var moved = watermark.TryAdvance(out var commit);
                    Assert.True(!moved || open.Count == 0 || commit <= open.Min);
                    Assert.True(open.Count > 0 || commit == next + 1);
                }
            }
        }
    }

    private void Take(params ReadOnlySpan<long> offsets)
    {
        foreach (var offset in offsets)
        {
            Assert.True(_watermark.Taken(offset));
        }
    }

    private long? Commit() => _watermark.TryAdvance(out var commit) ? commit : null;
}
