using System.Globalization;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Signals;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.Emit;

/// <summary><c>emit</c>: puts an event into the inbox of another run, or on the topic of events, under an id that is
/// the same however often that is done.</summary>
public sealed class EmitRunner(IRunSignals signals, ExecutionOptions options) : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var node = (EmitTask)call.Node;
        var cloudEvent = EventOf(call, node.With.Evaluate(call.Input, call.Scope));
        var json = new RawJson(cloudEvent.ToUtf8());
        var target = Guid.Empty;
        var problem = node.HasTarget ? CheckTarget(call, cloudEvent, out target) : null;
        problem ??= Check(call, cloudEvent, json);
        if (problem is not null)
        {
            return TaskOutcome.Failed(problem);
        }

        call.Begin();
        if (!await call.BarrierAsync(ct))
        {
            return TaskOutcome.Held;
        }

        if (!node.HasTarget)
        {
            await signals.PublishAsync(call.Run.RunId, json, ct);
            call.Committed = _ => { };
            return TaskOutcome.Completed(cloudEvent);
        }

        var (outcome, reason) = await signals.SendAsync(
            call.Run.RunId, target, cloudEvent["id"].AsString!, json, ct);
        call.Committed = _ => { };
        return ErrorOf(call, target, outcome, reason) is { } error
            ? TaskOutcome.Failed(error)
            : TaskOutcome.Completed(cloudEvent);
    }

    /// <summary>The event with the attributes that every event has.</summary>
    private static JqValue EventOf(TaskCall call, JqValue given)
    {
        var cloudEvent = given.With("specversion", JqValue.String("1.0"));
        if (cloudEvent["id"].AsString is null)
        {
            cloudEvent = cloudEvent.With("id", JqValue.String(call.TaskId.ToString()));
        }

        return cloudEvent["time"].AsString is not null ? cloudEvent : cloudEvent.With(
            "time", JqValue.String(call.StartedAt.ToString("O", CultureInfo.InvariantCulture)));
    }

    private static WorkflowError? CheckTarget(TaskCall call, JqValue cloudEvent, out Guid target)
    {
        var to = cloudEvent[EmitTask.Target];
        return Guid.TryParseExact(to.AsString, "D", out target)
            ? null
            : WorkflowError.Validation($"runid is {to.ToJson()}, which is no id of a run.", call.Node.Pointer);
    }

    private WorkflowError? Check(TaskCall call, JqValue cloudEvent, RawJson json)
    {
        if (cloudEvent["type"].AsString is not { Length: > 0 } type
            || type.StartsWith(ApprovalSpec.ReservedTypes, StringComparison.Ordinal))
        {
            return WorkflowError.Validation(
                $"type is {cloudEvent["type"].ToJson()}; give a text that does not begin with workflow.",
                call.Node.Pointer);
        }

        return json.Utf8.Length <= options.SignalBytesMax ? null : WorkflowError.Validation(
            $"The event has {json.Utf8.Length} bytes; {options.SignalBytesMax} are allowed (option SignalBytesMax). "
            + "Send a reference to big data instead.", call.Node.Pointer);
    }

    private WorkflowError? ErrorOf(TaskCall call, Guid target, SignalSent outcome, string? reason) => outcome switch
    {
        SignalSent.UnknownRun => Refused(call, 404, "The event was not delivered.", $"There is no run {target}."),
        SignalSent.Ended => Refused(call, 409, "The event was not delivered.", $"Run {target} has ended."),
        SignalSent.Full => Refused(
            call, 429, "The event was not delivered.",
            $"Run {target} has {options.SignalsUnreadMax} signals that it has not taken in (option SignalsUnreadMax)."),
        SignalSent.Refused => new WorkflowError(
            StandardErrors.Payload, 422, "The database refused the event.", reason, call.Node.Pointer),
        _ => null,
    };

    private static WorkflowError Refused(TaskCall call, int status, string title, string detail) =>
        new(StandardErrors.Communication, status, title, detail, call.Node.Pointer);
}
