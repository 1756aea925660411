using Workflow.Execution.Runs;
using Workflow.Model;
using Xunit;

namespace Workflow.UnitTests.Execution;

public sealed class BarrierTests
{
    // R6: found by the simulation, schedule 731.
    [Fact]
    public async Task Barrier_WhenTheProcessWasFrozenBehindItAndTheRunWasCancelled_LetsNothingPass()
    {
        await using var engine = new Engine();
        var commits = 0;
        engine.Store.Before = _ =>
        {
            if (++commits > 1)
            {
                return new CommitResult(CommitOutcome.Ended);
            }

            // Frozen, woken, and the look at the shard comes first: it is still ours.
            engine.Clock.Advance(TimeSpan.FromMinutes(1));
            engine.Hold.Prove(engine.Clock.GetTimestamp());
            return null;
        };

        var (_, exit) = engine.Start("do:\n- late: { call: A }");

        Assert.Equal(RunExit.Ended, await exit.WaitAsync(TimeSpan.FromSeconds(60)));
        Assert.Empty(engine.Sent);
        Assert.Equal(2, commits);
    }
}
