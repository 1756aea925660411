using System.Diagnostics;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Runs;
using Workflow.Execution.Tasks;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Telemetry;

/// <summary>The spans of a run: one for each stretch in a process's memory, and below it one for each step. All of a
/// run's stretches are in one trace: the first begins below the message that started it, the others below the first,
/// which a step's metadata remembers.</summary>
internal static class RunSpans
{
    public static Activity? OfRun(RunStart start)
    {
        if (!Tracing.IsOn || start.IsSimulated)
        {
            return null;
        }

        var first = RememberedBy(start.Steps);
        var span = Tracing.BeginBelow(
            first ?? start.TraceParent, "run", ActivityKind.Consumer, isResumed: first is not null);
        return span?.SetTag("workflow.run_id", start.RunId.ToString())
            .SetTag("workflow.shard", start.Hold.Claim.Shard);
    }

    public static Activity? OfStep(RunContext run, TaskNode node, int attempt)
    {
        if (!Tracing.IsOn || run.Start.IsSimulated)
        {
            return null;
        }

        return Tracing.Begin($"step {node.Name}")
            ?.SetTag("workflow.run_id", run.RunId.ToString())
            .SetTag("workflow.step", node.Name)
            .SetTag("workflow.step.path", node.Pointer)
            .SetTag("workflow.step.type", node.StepType)
            .SetTag("workflow.step.attempt", attempt);
    }

    /// <summary>Lets the step say in which trace its run is, for whoever carries the run on.</summary>
    public static void Remember(TaskCall call)
    {
        if (!call.Run.Start.IsSimulated && Tracing.Current is { } trace)
        {
            call.Note(draft => draft with { Metadata = With(draft.Metadata, trace) });
        }
    }

    public static void StepEnded(StepRecord step)
    {
        ExecutionInstruments.StepEnded(step);
        if (Tracing.IsOn && Activity.Current is { } span)
        {
            span.SetTag("workflow.step.status", step.Status.ToJson());
            if (step.Status == StepStatus.Failed)
            {
                span.SetStatus(ActivityStatusCode.Error, step.ErrorMessage);
            }
        }
    }

    private static RawJson With(RawJson metadata, string trace)
    {
        var known = metadata.IsEmpty ? JqValue.Object([]) : JqValue.Parse(metadata.Utf8.Span);
        return new RawJson(JqValue.Object(
            [.. known.Members, KeyValuePair.Create(Tracing.Member, JqValue.String(trace))]).ToUtf8());
    }

    private static string? RememberedBy(IReadOnlyList<StepRecord> steps)
    {
        foreach (var step in steps)
        {
            if (!step.Metadata.IsEmpty
                && JqValue.Parse(step.Metadata.Utf8.Span)[Tracing.Member].AsString is { } trace)
            {
                return trace;
            }
        }

        return null;
    }
}
