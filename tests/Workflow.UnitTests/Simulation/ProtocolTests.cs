using Workflow.Simulation;
using Workflow.Simulation.Schedules;
using Xunit;

namespace Workflow.UnitTests.Simulation;

/// <summary>The ownership protocol in random schedules of failures; `./dev simulate` runs many more.</summary>
public sealed class ProtocolTests
{
    // R1 to R7
    [Fact]
    public void Protocol_WhenEverythingFailsAtRandom_BreaksNoRule()
    {
        var tally = Campaign.Run(from: 1, schedules: 2_000, Mutant.None);

        Assert.Empty(tally.Failing.Select(failing => $"schedule {failing.Seed}: {failing.Violation}"));
        Assert.True(tally.Coverage.Fenced > 0 && tally.Coverage.Orphaned > 0 && tally.Coverage.Effects > 0);
    }

    [Theory]
    [InlineData(Mutant.NoFence, "R4")]
    [InlineData(Mutant.ReadsBeforeLock, "R4")]
    [InlineData(Mutant.EarlyOffset, "R7")]
    [InlineData(Mutant.NoBarrier, "R5")]
    [InlineData(Mutant.StaleProof, "R5")]
    [InlineData(Mutant.NoHealing, "R1")]
    public void Protocol_WhenABugIsPutIn_IsCaught(Mutant mutant, string rule)
    {
        var tally = Campaign.Run(from: 1, schedules: 3_000, mutant);

        Assert.Contains(tally.Failing, failing => failing.Violation!.Rule == rule);
    }

    [Fact]
    public void Schedule_WhenItsSeedIsRunAgain_IsTheSame()
    {
        for (ulong seed = 1; seed <= 8; seed++)
        {
            Assert.Equal(
                Schedule.Run(seed, isTold: true).Story, Schedule.Run(seed, isTold: true).Story);
        }
    }

    [Fact]
    public void Shrinking_WhenAScheduleFails_KeepsTheFailureWithFewerActions()
    {
        var failing = Campaign.Run(from: 1, schedules: 3_000, Mutant.NoFence).Failing[0];

        var small = Shrinking.Of(failing, Mutant.NoFence);

        Assert.Equal(failing.Violation!.Rule, small.Violation!.Rule);
        Assert.True(small.Actions < failing.Actions);
        Assert.Contains(small.Story, line => line.Contains("has taken shard", StringComparison.Ordinal));
    }
}
