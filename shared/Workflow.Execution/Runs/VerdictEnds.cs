using Workflow.Execution.Errors;
using Workflow.Execution.Tasks;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>How a step ends that an operator decided by hand.</summary>
internal static class VerdictEnds
{
    /// <summary>Marks the step with who decided it, and commits its end together with the inbox row.</summary>
    /// <exception cref="JqException"><c>output.as</c> or <c>export.as</c> failed.</exception>
    public static TaskOutcome Record(
        RunContext run, TaskCall call, StepVerdict verdict, JqValue rawInput, ExecutionOptions options)
    {
        call.Note(draft => draft with { Metadata = Marked(draft.Metadata, verdict) });
        call.InboxKeys = [StepVerdict.KeyOf(call.Key)];
        call.Committed = _ => { };
        return verdict.Verb switch
        {
            StepVerdict.Skip => StepEnds.Skip(run, call, rawInput),
            StepVerdict.Fail => StepEnds.Record(run, call, TaskOutcome.Failed(ErrorOf(call, verdict)), options),
            _ => StepEnds.Record(run, call, TaskOutcome.Completed(OutputOf(verdict)), options),
        };
    }

    private static JqValue OutputOf(StepVerdict verdict) =>
        JqValue.ParseOrNull(verdict.Output.Utf8.Span);

    private static WorkflowError ErrorOf(TaskCall call, StepVerdict verdict) => new(
        verdict.Error?.Type ?? StandardErrors.Runtime,
        verdict.Error?.Status ?? 500,
        verdict.Error?.Title ?? "An operator failed the step.",
        verdict.Error?.Detail,
        call.Node.Pointer);

    private static RawJson Marked(RawJson metadata, StepVerdict verdict)
    {
        var known = metadata.IsEmpty ? [] : JqValue.Parse(metadata.Utf8.Span).Members;
        return new RawJson(JqValue.Object(
        [
            .. known,
            KeyValuePair.Create("decided_by", JqValue.String(verdict.By)),
            KeyValuePair.Create("decision", JqValue.String(verdict.Verb)),
        ]).ToUtf8());
    }
}
