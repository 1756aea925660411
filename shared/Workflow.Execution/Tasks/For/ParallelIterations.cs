using Workflow.Definitions.Syntax;
using Workflow.Execution.Runs;
using Workflow.Jq;

namespace Workflow.Execution.Tasks.For;

/// <summary>The iterations of a parallel loop: at most <c>parallel</c> at a time; the first error stops the
/// others.</summary>
internal static class ParallelIterations
{
    public static async ValueTask<TaskOutcome> RunAsync(
        TaskCall call, ForTask task, IReadOnlyList<JqValue> items, CancellationToken ct)
    {
        var frames = items.Select((item, index) => ForRunner.FrameOf(call, task, item, index)).ToList();
        if (task.While is not null)
        {
            var wanted = frames.FindIndex(frame => !ForRunner.IsWanted(call, task, frame, call.Input));
            frames = wanted < 0 ? frames : frames[..wanted];
        }

        var outcomes = new TaskOutcome[frames.Count];
        var next = -1;
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        async Task<TaskOutcome> LaneAsync()
        {
            var last = default(TaskOutcome);
            for (var index = Interlocked.Increment(ref next);
                index < frames.Count;
                index = Interlocked.Increment(ref next))
            {
                last = outcomes[index] = await call.Run.Interpreter.RunListAsync(
                    call.Run, task.Do, call.Input, frames[index], stop.Token);
                if (last.Error is not null || last.Then is { Kind: FlowKind.End })
                {
                    await stop.CancelAsync();
                    return last;
                }
            }

            return last;
        }

        var decided = await Branches.RunAsync(
            call.Run, Enumerable.Repeat(LaneAsync, Math.Min(task.Parallel, frames.Count)), stop, ct);
        frames.ForEach(call.Frame.Join);
        return decided ?? TaskOutcome.Completed(JqValue.Array(outcomes.Select(outcome => outcome.Output!)));
    }
}
