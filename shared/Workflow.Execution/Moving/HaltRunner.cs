using Workflow.Execution.Runs;
using Workflow.Execution.Tasks;

namespace Workflow.Execution.Moving;

/// <summary>Stands for every task that reaches outside or waits: it never ends.</summary>
internal sealed class HaltRunner : ITaskRunner
{
    private static readonly Task<TaskOutcome> Never = new TaskCompletionSource<TaskOutcome>().Task;

    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct) =>
        await call.Run.OutsideAsync(Never.OrCancelled(ct));
}
