using Workflow.Definitions.Syntax;
using Workflow.Execution.Runs;
using Workflow.Jq;

namespace Workflow.Execution.Tasks.Fork;

/// <summary><c>fork</c>: all branches at once. The output is the array of their outputs, or the first one's when they
/// compete.</summary>
internal sealed class ForkRunner : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (ForkTask)call.Node;
        call.Begin();
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var frames = task.Branches.Select(_ => call.Frame.Branch()).ToList();
        var outcomes = new TaskOutcome?[task.Branches.Count];
        var winner = -1;
        async Task<TaskOutcome> BranchAsync(int index)
        {
            var outcome = await call.Run.Interpreter.RunTaskAsync(
                call.Run, task.Branches[index], call.Input, frames[index], stop.Token);
            outcomes[index] = outcome;
            var wins = task.Compete && outcome.Error is null
                && Interlocked.CompareExchange(ref winner, index, -1) == -1;
            if (wins || outcome.Error is not null && !task.Compete)
            {
                await stop.CancelAsync();
            }

            return outcome;
        }

        var decided = await Branches.RunAsync(
            call.Run,
            Enumerable.Range(0, frames.Count).Select(index => (Func<Task<TaskOutcome>>)(() => BranchAsync(index))),
            stop,
            ct);
        if (winner >= 0)
        {
            call.Frame.Join(frames[winner]);
            return Completed(outcomes[winner]!.Value.Output!, outcomes[winner]);
        }

        if (decided is { Error: not null })
        {
            return decided.Value;
        }

        frames.ForEach(call.Frame.Join);
        return Completed(JqValue.Array(outcomes.Select(outcome => outcome!.Value.Output!)), decided);
    }

    private static TaskOutcome Completed(JqValue output, TaskOutcome? decided) =>
        TaskOutcome.Completed(output, decided is { Then: { Kind: FlowKind.End } } ? FlowDirective.End : null);
}
