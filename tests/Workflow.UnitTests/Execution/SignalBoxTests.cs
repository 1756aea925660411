using Workflow.Execution.Signals;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

/// <summary>Who gets which signal, and for which of them a parked run must be woken.</summary>
public sealed class SignalBoxTests
{
    [Fact]
    public void SeenUpTo_WhenASignalIsTakenButNotCommitted_StaysBeforeIt()
    {
        var box = new SignalBox([Signal(1), Signal(2), Signal(3)]);
        using var watch = box.Open();
        Assert.Equal(0, box.SeenUpTo);

        watch.Next();
        Assert.Equal(1, box.SeenUpTo);
        Assert.True(watch.TryClaim(watch.Next()!));
        watch.Complete();
        Assert.Equal(1, box.SeenUpTo);

        watch.Keep()(true);
        Assert.Equal(3, box.SeenUpTo);
    }

    [Fact]
    public void SeenUpTo_WhenHalfOfWhatIsWantedIsThere_IsAllThatWasLookedAt()
    {
        var box = new SignalBox([Signal(1)]);
        using var watch = box.Open();
        Assert.True(watch.TryClaim(watch.Next()!));
        Assert.Null(watch.Next());
        Assert.Equal(1, box.SeenUpTo);

        box.Add(Signal(2));
        Assert.Equal(1, box.SeenUpTo);
    }

    [Fact]
    public void SeenUpTo_WhenNobodyListens_IsEverything()
    {
        var box = new SignalBox([]);
        Assert.Equal(0, box.SeenUpTo);
        box.Add(Signal(7));
        Assert.Equal(7, box.SeenUpTo);
    }

    [Fact]
    public void Next_WhenAClaimIsGivenUp_OffersItToOthersThatHadPassedIt()
    {
        var box = new SignalBox([Signal(1), Signal(2)]);
        using var other = box.Open();
        using (var watch = box.Open())
        {
            Assert.True(watch.TryClaim(watch.Next()!));
            Assert.Equal(2, other.Next()!.Arrival);
            Assert.Null(other.Next());
        }

        Assert.True(other.ArrivedAsync().IsCompleted);
        Assert.Equal(1, other.Next()!.Arrival);
    }

    [Fact]
    public void Add_WhenTheSameComesAgain_AlsoAfterItWasTaken_CountsOnce()
    {
        var box = new SignalBox([]);
        box.Add(Signal(1));
        box.Add(Signal(1));
        var watch = box.Open();
        Assert.True(watch.TryClaim(watch.Next()!));
        watch.Complete();
        watch.Keep()(true);

        box.Add(Signal(1));

        Assert.Null(box.Open().Next());
    }

    [Fact]
    public void TakeUnwanted_WhenEverybodyHasPassedAnEventOfTheTopic_GivesItOnce()
    {
        var box = new SignalBox([Signal(1), Signal(2, "event:a"), Signal(3, "event:b")]);
        using var other = box.Open();
        using var watch = box.Open();
        while (watch.Next() is { } signal)
        {
            watch.Pass(signal);
        }

        Assert.Empty(box.TakeUnwanted());
        other.Next();
        other.Next();
        Assert.True(other.TryClaim(other.Next()!));

        var unwanted = box.TakeUnwanted();
        Assert.Equal("event:a", Assert.Single(unwanted).Key);
        Assert.Empty(box.TakeUnwanted());
        box.Add(Signal(2, "event:a"));
        Assert.Null(watch.Next());
        box.Forget(unwanted);
        box.Add(Signal(2, "event:a"));
        Assert.Equal(2, watch.Next()!.Arrival);
    }

    private static ArrivedSignal Signal(long arrival, string? key = null) =>
        new(key ?? $"signal#{arrival}", arrival, DateTimeOffset.UnixEpoch, RawJson.FromText("{}"));
}
