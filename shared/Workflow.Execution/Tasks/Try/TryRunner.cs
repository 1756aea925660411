using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Execution.Tasks.Wait;
using Workflow.Jq;

namespace Workflow.Execution.Tasks.Try;

/// <summary><c>try</c>: runs its list; an error that <c>catch</c> matches is retried, handed to <c>catch.do</c>, or
/// swallowed.</summary>
internal sealed class TryRunner : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (TryTask)call.Node;
        var recorded = RetryProgress.Of(call.Recorded);
        call.Begin();
        for (var retry = 1; ; retry++)
        {
            var outcome = await AttemptAsync(call, task, retry, ct);
            if (outcome.Error is not { } error)
            {
                return outcome;
            }

            if (recorded is not null && recorded.Retry >= retry)
            {
                // Decided before a take-over: the same again, whatever the conditions would say now.
                await DueTime.WaitAsync(call.Run, recorded.Retry == retry ? recorded.Due : call.StartedAt, ct);
                continue;
            }

            var scope = call.Scope.With(task.As, error.ToValue());
            if (!CatchFilter.Matches(task, error, call.Input, scope))
            {
                return outcome;
            }

            if (task.Retry is null || NextRetry(call, task.Retry, retry, scope) is not { } due)
            {
                return await HandleAsync(call, task, error, ct);
            }

            if (due > call.Run.Clock.GetUtcNow())
            {
                // Whoever carries the run on waits for the same moment, jitter included.
                await call.Run.BarrierAsync(ct);
            }

            await DueTime.WaitAsync(call.Run, due, ct);
        }
    }

    private static async ValueTask<TaskOutcome> AttemptAsync(
        TaskCall call, TryTask task, int attempt, CancellationToken ct)
    {
        var frame = call.Frame.Try(attempt, task.Retry is not null);
        ValueTask<TaskOutcome> RunListAsync(CancellationToken inner) =>
            call.Run.Interpreter.RunListAsync(call.Run, task.Try, call.Input, frame, inner);
        var limit = task.Retry?.AttemptDuration?.Evaluate(call.Input, call.Scope);
        var outcome = limit is null
            ? await RunListAsync(ct)
            : await Deadline.RunAsync(
                call.Run,
                call.Run.Clock.GetUtcNow() + limit.Value,
                RunListAsync,
                () => WorkflowError.Timeout($"An attempt of '{task.Name}' took longer than {limit}.", task.Pointer),
                ct);
        call.Frame.Join(frame);
        return outcome;
    }

    /// <summary>When the next attempt is due, or null when there is to be none.</summary>
    private static DateTimeOffset? NextRetry(TaskCall call, RetryPolicy policy, int retry, ExpressionScope scope)
    {
        var decision = RetryDecision.Of(policy, retry, call, scope, call.StartedAt);
        if (decision is { } due)
        {
            var progress = new RetryProgress(retry, due).ToMetadata();
            call.Note(draft => draft with { Metadata = progress });
            call.Run.Log.Put(call.Draft);
        }

        return decision;
    }

    private static async ValueTask<TaskOutcome> HandleAsync(
        TaskCall call, TryTask task, WorkflowError error, CancellationToken ct)
    {
        if (task.CatchDo is null)
        {
            return task.Retry is null ? TaskOutcome.Completed(call.Input) : TaskOutcome.Failed(error);
        }

        var frame = call.Frame.Branch(KeyValuePair.Create(task.As, error.ToValue()));
        var outcome = await call.Run.Interpreter.RunListAsync(call.Run, task.CatchDo, call.Input, frame, ct);
        call.Frame.Join(frame);
        return outcome;
    }
}
