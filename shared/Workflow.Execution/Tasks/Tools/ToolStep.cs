using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Model;
using Workflow.Tools;

namespace Workflow.Execution.Tasks.Tools;

/// <summary>One attempt of a call that this process makes itself: noted, behind the effect barrier, within its
/// time.</summary>
internal static class ToolStep
{
    private const int NameLengthMax = 200;

    /// <param name="tool">What people know the tool by.</param>
    /// <param name="due">When the call is broken off; null leaves it to the timeout of the task.</param>
    /// <param name="onTimeout">What is told then.</param>
    /// <param name="send">Makes the call; it may be cancelled at any time.</param>
    public static async ValueTask<TaskOutcome> RunAsync(
        TaskCall call, string tool, DateTimeOffset? due, string onTimeout,
        Func<CancellationToken, Task<ToolAnswer>> send, CancellationToken ct)
    {
        call.Note(draft => draft with
        {
            ToolName = Excerpt.Start(tool, NameLengthMax),
            TaskId = call.TaskId,
            Input = call.Run.TextOf(call.Input),
        });
        call.Begin();
        OwnCalls.OwnCall? open;
        do
        {
            if (!await call.BarrierAsync(ct))
            {
                return TaskOutcome.Held;
            }
        }
        while ((open = await BeginAsync(call, ct)) is null);

        call.Committed = _ => open.Dispose();
        try
        {
            return await SendAsync(call, due, onTimeout, send, ct);
        }
        catch
        {
            open.Dispose();
            throw;
        }
    }

    /// <summary>Waits while this process lets none begin.</summary>
    /// <returns>Null when it waited: what was proven before may be old.</returns>
    private static async Task<OwnCalls.OwnCall?> BeginAsync(TaskCall call, CancellationToken ct)
    {
        var open = call.Run.Interpreter.OwnCalls.TryBegin(out var reopened);
        if (open is null)
        {
            await call.Run.InProcessAsync(reopened.OrCancelled(ct));
        }

        return open;
    }

    private static async ValueTask<TaskOutcome> SendAsync(
        TaskCall call, DateTimeOffset? due, string onTimeout, Func<CancellationToken, Task<ToolAnswer>> send,
        CancellationToken ct)
    {
        async ValueTask<TaskOutcome> WorkAsync(CancellationToken inner)
        {
            var answer = await call.Run.InProcessAsync(send(inner));
            return answer.Fault is { } fault
                ? TaskOutcome.Failed(ErrorOf(fault, call.Node.Pointer))
                : TaskOutcome.Completed(answer.Output!);
        }

        return due is { } moment
            ? await Deadline.RunAsync(
                call.Run, moment, WorkAsync, () => WorkflowError.Timeout(onTimeout, call.Node.Pointer), ct)
            : await WorkAsync(ct);
    }

    /// <summary>When a call is broken off that says nothing about its time itself.</summary>
    public static DateTimeOffset? DueOf(TaskCall call, ExecutionOptions options) =>
        call.Node.Timeout is null ? call.Run.Clock.GetUtcNow() + options.HttpTimeout : null;

    public static WorkflowError ErrorOf(ToolFault fault, string pointer) => fault.Kind switch
    {
        ToolFaultKind.Configuration => WorkflowError.Configuration(fault.Detail, pointer),
        ToolFaultKind.Validation => WorkflowError.Validation(fault.Detail, pointer),
        ToolFaultKind.Expression => WorkflowError.Expression(fault.Detail, pointer),
        ToolFaultKind.Communication => WorkflowError.Communication(fault.Status, fault.Detail, pointer),
        ToolFaultKind.Authentication => new WorkflowError(
            StandardErrors.Authentication, fault.Status, "The login was refused.", fault.Detail, pointer),
        ToolFaultKind.Authorization => new WorkflowError(
            StandardErrors.Authorization, fault.Status, "The run may not use this.", fault.Detail, pointer),
        _ => new WorkflowError(StandardErrors.Runtime, fault.Status, "The tool failed.", fault.Detail, pointer),
    };
}
