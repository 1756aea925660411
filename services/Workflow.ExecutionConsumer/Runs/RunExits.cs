using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Runs;

/// <summary>What follows when an executor has let go of its run.</summary>
internal sealed class RunExits(
    HoldTable holds, RunStarter starter, ShardOwner owner, SlotBell bell, Action<ParentRun> tellParent)
{
    public void Follow(RunStart start, RunExit exit)
    {
        if (exit == RunExit.Ended && start.Parent is { } parent)
        {
            tellParent(parent);
        }

        if (exit == RunExit.Ended && bell.IsAwaited)
        {
            bell.Ring();
        }

        if (exit == RunExit.Fenced)
        {
            owner.Fenced(start.Hold);
        }

        var hold = holds.Of(start.Hold.Claim.Shard);
        var goesOn = exit switch
        {
            RunExit.Reload => hold is not null,
            RunExit.Fenced or RunExit.Released => hold is not null && hold != start.Hold,
            _ => false,
        };
        if (goesOn)
        {
            _ = starter.LoadLaterAsync(start.RunId);
        }
    }
}
