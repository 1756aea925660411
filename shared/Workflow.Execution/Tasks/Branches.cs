using Workflow.Definitions.Syntax;
using Workflow.Execution.Runs;

namespace Workflow.Execution.Tasks;

/// <summary>Runs branches together until all have ended or one decides for all.</summary>
internal static class Branches
{
    /// <summary>The outcome that ends the whole (an error, or the directive <c>end</c>), or null when all went
    /// through.</summary>
    /// <param name="stop">Cancelled by the branch that decides; the others unwind and count for nothing.</param>
    public static async Task<TaskOutcome?> RunAsync(
        RunContext run, IEnumerable<Func<Task<TaskOutcome>>> branches, CancellationTokenSource stop,
        CancellationToken ct)
    {
        async Task<TaskOutcome?> GuardedAsync(Func<Task<TaskOutcome>> branch)
        {
            try
            {
                return await branch();
            }
            catch (OperationCanceledException) when (stop.IsCancellationRequested && !ct.IsCancellationRequested)
            {
                return null;
            }
        }

        var outcomes = await run.BranchesAsync(
            branches.Select(branch => (Func<Task<TaskOutcome?>>)(() => GuardedAsync(branch))));
        ct.ThrowIfCancellationRequested();
        return outcomes.FirstOrDefault(outcome => outcome is { Error: not null })
            ?? outcomes.FirstOrDefault(outcome => outcome is { Then: { Kind: FlowKind.End } });
    }
}
