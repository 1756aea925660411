using System.Text.Json;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Children;
using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.RunWorkflow;

/// <summary><c>run: workflow</c>: commits the intent with the child's id, enters the child under that id, and waits
/// for its end unless told not to.</summary>
public sealed class RunWorkflowRunner(IChildRuns children, ChildWaits waits, ExecutionOptions options) : ITaskRunner
{
    private const string ChildIdMember = "child_run_id";

    /// <summary>A parked parent looks by itself this often whether its child's row is still there.</summary>
    private static readonly TimeSpan LookAgainAfter = TimeSpan.FromHours(1);

    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (RunWorkflowTask)call.Node;
        if (call.Run.Start.Inbox.TryGetValue(call.TaskId.ToString(), out var end))
        {
            return Finish(call, task, JsonSerializer.Deserialize(end.Utf8.Span, MessageJson.Default.ChildEnd)!);
        }

        if (call.Recorded is null && Describe(call, task) is { } problem)
        {
            return TaskOutcome.Failed(problem);
        }

        call.Begin();
        return task.Await ? await AwaitAsync(call, task, ct) : await LetRunAsync(call, task, ct);
    }

    private async ValueTask<TaskOutcome> AwaitAsync(TaskCall call, RunWorkflowTask task, CancellationToken ct)
    {
        var ended = waits.Open(call.TaskId);
        try
        {
            if (await EnterAsync(call, task, ct) is { } outcome)
            {
                return outcome;
            }

            var now = call.Run.Clock.GetUtcNow();
            using (call.Run.Timers.Add(now + LookAgainAfter, parkableFrom: now + options.ParkAfter))
            {
                return Finish(call, task, await call.Run.OutsideAsync(ended.OrCancelled(ct)));
            }
        }
        finally
        {
            waits.Close(call.TaskId);
        }
    }

    private async ValueTask<TaskOutcome> LetRunAsync(TaskCall call, RunWorkflowTask task, CancellationToken ct)
    {
        if (await EnterAsync(call, task, ct) is { } outcome)
        {
            return outcome;
        }

        call.Committed = _ => { };
        var id = JqValue.String(ChildIdOf(call).ToString());
        return TaskOutcome.Completed(JqValue.Object([KeyValuePair.Create("run_id", id)]));
    }

    private static TaskOutcome Finish(TaskCall call, RunWorkflowTask task, ChildEnd end)
    {
        call.Committed = _ => { };
        call.InboxKeys = [call.TaskId.ToString()];
        return ChildOutcome.Of(end, task);
    }

    /// <summary>Notes what is asked for, with an id for the child.</summary>
    /// <returns>Why it cannot be asked for; null when it can.</returns>
    private WorkflowError? Describe(TaskCall call, RunWorkflowTask task)
    {
        var input = new RawJson((task.Input?.Evaluate(call.Input, call.Scope) ?? call.Input).ToUtf8());
        if (input.Utf8.Length > options.PayloadBytesMax)
        {
            return WorkflowError.Validation(
                $"The input of workflow {task.Workflow} has {input.Utf8.Length} bytes; {options.PayloadBytesMax} are " +
                "allowed (option PayloadBytesMax). Pass a reference to big data instead.", task.Pointer);
        }

        var metadata = JqValue.Object(
        [
            KeyValuePair.Create(
                ChildIdMember, JqValue.String(Guid.CreateVersion7(call.Run.Clock.GetUtcNow()).ToString())),
            KeyValuePair.Create("workflow", JqValue.String(task.Workflow.ToString())),
            KeyValuePair.Create("await", JqValue.Bool(task.Await)),
        ]);
        call.Note(draft => draft with
        {
            TaskId = call.TaskId,
            Input = input,
            Metadata = new RawJson(metadata.ToUtf8()),
        });
        return null;
    }

    /// <returns>Null when the child is entered.</returns>
    private async ValueTask<TaskOutcome?> EnterAsync(TaskCall call, RunWorkflowTask task, CancellationToken ct)
    {
        var request = new ChildRequest(
            ChildIdOf(call), call.Run.RunId, call.Run.Log.Hold, call.TaskId, task.Await, task.Workflow,
            call.Draft.Input);
        while (true)
        {
            // Also ends the loop: it throws once the parent has ended or belongs to somebody else.
            if (!await call.BarrierAsync(ct))
            {
                return TaskOutcome.Held;
            }

            var (entry, reason) = await children.EnterAsync(request, ct);
            if (entry != ChildEntry.NotOurs)
            {
                return ErrorOf(entry, reason, task) is { } error ? TaskOutcome.Failed(error) : null;
            }
        }
    }

    private WorkflowError? ErrorOf(ChildEntry entry, string? reason, RunWorkflowTask task) => entry switch
    {
        ChildEntry.UnknownWorkflow => WorkflowError.Configuration(
            $"There is no workflow {task.Workflow} of the definition's owner. Register it with POST /api/v1/workflows.",
            task.Pointer),
        ChildEntry.TooDeep => WorkflowError.Validation(
            $"The run is nested {options.ChildLevelsMax} levels deep already, and no deeper child is allowed (option " +
            "ChildLevelsMax). Look for a workflow that runs itself without an end, or raise the limit.", task.Pointer),
        ChildEntry.Refused => new WorkflowError(
            StandardErrors.Payload, 422, "The database refused the child run.", reason, task.Pointer),
        _ => null,
    };

    private static Guid ChildIdOf(TaskCall call) =>
        Guid.Parse(JqValue.Parse(call.Draft.Metadata.Utf8.Span)[ChildIdMember].AsString!);
}
