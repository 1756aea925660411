using Workflow.Api.Webhooks;
using Workflow.Database.Webhooks;
using Xunit;

namespace Workflow.UnitTests.Webhooks;

public sealed class DeliveryRetryTests
{
    private static readonly WebhookOptions Options = new()
    {
        AttemptsMax = 5,
        ProgressAttemptsMax = 2,
        RetryDelay = TimeSpan.FromSeconds(10),
        RetryDelayMax = TimeSpan.FromSeconds(60),
    };

    [Theory]
    [InlineData(1, 5, 10)]
    [InlineData(2, 10, 20)]
    [InlineData(3, 20, 40)]
    [InlineData(4, 40, 60)]
    public void Pause_AfterEachFailure_DoublesUpToTheLongestLessTheJitter(int attempt, int least, int most)
    {
        for (var i = 0; i < 100; i++)
        {
            Assert.InRange(After(SendOutcome.Failed, attempt)!.Value.TotalSeconds, least, most);
        }
    }

    [Fact]
    public void Pause_OfDifferentDeliveries_IsSpread() =>
        Assert.True(Enumerable.Range(0, 20).Select(_ => After(SendOutcome.Failed, 1)).Distinct().Count() > 10);

    [Fact]
    public void Retry_WhenTheTriesAreUsedUp_GivesUp() => Assert.Null(After(SendOutcome.Failed, 5));

    [Fact]
    public void Retry_WhenItWasAskedForAgain_CountsAnew() =>
        Assert.NotNull(After(SendOutcome.Failed, 5, attemptsBefore: 4));

    [Fact]
    public void Retry_WhenItIsAProgress_GivesUpSooner()
    {
        Assert.NotNull(After(SendOutcome.Failed, 1, name: "progress"));
        Assert.Null(After(SendOutcome.Failed, 2, name: "progress"));
    }

    [Fact]
    public void Retry_WhenItIsHopeless_GivesUpAtOnce() => Assert.Null(After(SendOutcome.Hopeless, 1));

    [Theory]
    [InlineData(30, 30)]
    [InlineData(3_000, 60)]
    public void Pause_WhenTheReceiverAsksForALongerOne_IsThatWithinTheLongest(int asked, int expected) => Assert.Equal(
        TimeSpan.FromSeconds(expected), After(SendOutcome.Failed, 1, asked: TimeSpan.FromSeconds(asked)));

    private static TimeSpan? After(
        SendOutcome outcome, int attempt, int attemptsBefore = 0, string name = "completed", TimeSpan? asked = null) =>
        DeliveryRetry.After(
            outcome,
            new ClaimedDelivery(
                Guid.NewGuid(), name, "http://x", "x", attempt, attemptsBefore, default, null, null, true),
            asked, Options);
}
