using Microsoft.Extensions.Logging;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Errors;
using Workflow.Execution.Tasks;
using Workflow.Execution.Tasks.CallAgent;
using Workflow.Execution.Telemetry;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>How a step ends in the record, and how a recorded end is given back.</summary>
internal static partial class StepEnds
{
    /// <summary>Gives back what the task left behind; nothing is evaluated again.</summary>
    public static TaskOutcome FromRecord(StepRecord recorded, TaskNode node, JqValue rawInput, Frame frame)
    {
        if (!recorded.Context.IsEmpty)
        {
            frame.Context = JqValue.Parse(recorded.Context.Utf8.Span);
        }

        return recorded.Status switch
        {
            StepStatus.Completed => TaskOutcome.Completed(
                JqValue.Parse(recorded.Output.Utf8.Span), DirectiveOf(recorded.Next)),
            StepStatus.Skipped => TaskOutcome.Completed(rawInput, FlowDirective.Continue),
            StepStatus.Cancelled => TaskOutcome.Failed(WorkflowError.Runtime("The step was cancelled.", node.Pointer)),
            _ => TaskOutcome.Failed(recorded.Error.IsEmpty
                ? WorkflowError.Runtime(recorded.ErrorMessage ?? "The step failed.", node.Pointer)
                : WorkflowError.FromValue(JqValue.Parse(recorded.Error.Utf8.Span)))
                with
            {
                Again = node is CallAgentTask ? AgentRetries.Of(recorded) : null,
            },
        };
    }

    public static TaskOutcome Skip(RunContext run, TaskCall call, JqValue rawInput)
    {
        run.Recorded.Cover(call.Node.Pointer, call.Frame.Place);
        Put(run, call, call.Draft with { Status = StepStatus.Skipped, CompletedAt = run.Clock.GetUtcNow() });
        return TaskOutcome.Completed(rawInput, FlowDirective.Continue);
    }

    public static void Cancel(RunContext run, TaskCall call) =>
        run.Log.Put(call.Draft with { Status = StepStatus.Cancelled, CompletedAt = run.Clock.GetUtcNow() });

    /// <summary>Shapes the output, exports, and puts the end into the run's log.</summary>
    /// <exception cref="JqException"><c>output.as</c> or <c>export.as</c> failed.</exception>
    public static TaskOutcome Record(RunContext run, TaskCall call, TaskOutcome outcome, ExecutionOptions options)
    {
        run.Recorded.Cover(call.Node.Pointer, call.Frame.Place);
        var (step, shaped) = outcome.Error is null
            ? Complete(run, call, outcome, options.PayloadBytesMax)
            : (Fail(call.Draft, outcome.Error), outcome);
        Put(run, call, step with { Context = ContextOf(call, step), CompletedAt = run.Clock.GetUtcNow() });
        return shaped;
    }

    private static void Put(RunContext run, TaskCall call, StepRecord step)
    {
        if (!run.Start.IsSimulated)
        {
            RunSpans.StepEnded(step);
        }

        if (run.Logger.IsEnabled(LogLevel.Debug))
        {
            LogEnded(run.Logger, run.RunId, step.StepId, step.Key.Attempt, step.Status.ToJson());
        }

        if (call.Committed is null)
        {
            run.Log.Put(step);
        }
        else
        {
            run.Log.PutEffect(step, call.InboxKeys, call.Committed);
            call.Committed = null;
        }
    }

    private static (StepRecord, TaskOutcome) Complete(
        RunContext run, TaskCall call, TaskOutcome outcome, int bytesMax)
    {
        var node = call.Node;
        var output = outcome.Output!;
        if (node.OutputAs is not null)
        {
            output = node.OutputAs.Evaluate(output, call.Scope.With("output", output));
        }

        if (SchemaFaults.OfOutput(node, output) is { } unfit)
        {
            return (Fail(call.Draft, unfit), TaskOutcome.Failed(unfit));
        }

        var context = default(RawJson);
        if (node.ExportAs is not null)
        {
            var exported = node.ExportAs.Evaluate(output, call.Scope.With("output", output));
            if (SchemaFaults.OfExport(node, exported) is { } wrong)
            {
                return (Fail(call.Draft, wrong), TaskOutcome.Failed(wrong));
            }

            call.Frame.Context = exported;
            context = new RawJson(exported.ToUtf8());
        }

        var depth = Math.Max(output.Depth, call.Frame.Context.Depth);
        if (depth > JqValue.DeepestDocument)
        {
            var tooDeep = WorkflowError.Validation(
                $"Task '{node.Name}' has a payload nested {depth} deep; {JqValue.DeepestDocument} is the limit. " +
                "Flatten it.", node.Pointer);
            return (Fail(call.Draft, tooDeep), TaskOutcome.Failed(tooDeep));
        }

        var input = call.Draft.Input.IsEmpty && !node.IsComposite ? run.TextOf(call.Input) : call.Draft.Input;
        var text = run.TextOf(output);
        if (Math.Max(text.Utf8.Length, Math.Max(input.Utf8.Length, context.Utf8.Length)) > bytesMax)
        {
            var error = WorkflowError.Validation(
                $"Task '{node.Name}' has a payload of {Math.Max(text.Utf8.Length, input.Utf8.Length)} bytes; " +
                $"{bytesMax} are allowed (option PayloadBytesMax). Keep big data outside and pass a reference.",
                node.Pointer);
            return (Fail(call.Draft with { Input = default }, error), TaskOutcome.Failed(error));
        }

        var then = outcome.Then ?? node.Then;
        var step = call.Draft with
        {
            Status = StepStatus.Completed,
            Input = input,
            Output = text,
            Context = context,
            Next = then.Kind == FlowKind.Continue ? null : NextText(then),
        };
        return (step, TaskOutcome.Completed(output, then));
    }

    /// <summary>What was exported from within is for those after the task too, also when they are replayed.</summary>
    private static RawJson ContextOf(TaskCall call, StepRecord step) =>
        !step.Context.IsEmpty || !call.HasExported ? step.Context : new RawJson(call.Frame.Context.ToUtf8());

    private static StepRecord Fail(StepRecord draft, WorkflowError error) => draft with
    {
        Status = StepStatus.Failed,
        Error = new RawJson(error.ToValue().ToUtf8()),
        ErrorMessage = error.Message,
    };

    /// <summary>A task may be named like a directive; its name is therefore marked.</summary>
    private static string NextText(FlowDirective then) =>
        then.Kind == FlowKind.GoTo ? $"task:{then.Target}" : then.ToString();

    /// <summary>Where the flow went after a step whose <see cref="StepRecord.Next"/> is this.</summary>
    public static FlowDirective DirectiveOf(string? next) => next switch
    {
        null => FlowDirective.Continue,
        "end" => FlowDirective.End,
        "exit" => FlowDirective.Exit,
        _ => FlowDirective.GoTo(next["task:".Length..]),
    };
}
