using System.Text.Json.Serialization;
using Workflow.Api.Executions;
using Workflow.Api.Executions.Reading;
using Workflow.Api.Redaction;
using Workflow.Database.Queries;
using Workflow.Model;

namespace Workflow.Api.Surfaces.AsyncTracing;

/// <summary>The way that an execution has taken.</summary>
/// <param name="CurrentStepIndex">Steps that have ended.</param>
/// <param name="ExecutionPath">Agents in the order in which their steps began.</param>
/// <param name="BranchDecisions">By name of the decision point.</param>
public sealed record WorkflowTrace(
    Guid ExecutionId, Guid? WorkflowId, int CurrentStepIndex, int TotalSteps, IReadOnlyList<string> ExecutionPath,
    IReadOnlyDictionary<string, ExecutionDecision> BranchDecisions)
{
    public static WorkflowTrace Of(RunTrace trace)
    {
        var (run, progress) = (trace.Run.Progress, trace.Run.Progress.Progress);
        return new WorkflowTrace(
            run.RunId, run.WorkflowId, progress.CurrentStep, progress.TotalSteps, trace.AgentPath,
            trace.Decisions.ToDictionary(
                decision => decision.StepId, decision => new ExecutionDecision(decision.Outcome, decision.Timestamp)));
    }
}

/// <summary>Where an execution is.</summary>
/// <param name="Progress">0 to 1.</param>
/// <param name="CurrentStep">What is happening, for people.</param>
/// <param name="Query">Member of the input; null when it has none.</param>
public sealed record TracedStatus(
    Guid ExecutionId, string Type, string Status, double Progress, string CurrentStep, Guid? WorkflowId, string? Query,
    DateTimeOffset CreatedAt, DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt,
    [property: JsonConverter(typeof(PayloadConverter))] RawJson OutputData, string? ErrorMessage,
    WorkflowTrace WorkflowTrace)
{
    public static TracedStatus Of(RunTrace trace)
    {
        var run = trace.Run.Progress;
        return new TracedStatus(
            run.RunId, trace.Run.Type, run.Status.ToJson(), Share(run.Progress), Shown(trace), run.WorkflowId,
            MemberText.Of(PayloadView.Of(trace.Run.Input), "query"),
            run.CreatedAt, run.StartedAt, run.CompletedAt, run.Output,
            run.ErrorMessage, WorkflowTrace.Of(trace));
    }

    /// <summary>Of what there is to do: 0 to 1, four decimals.</summary>
    public static double Share(RunProgress progress) => Math.Round(progress.Percentage / 100, 4);

    public static string Shown(RunTrace trace) => (trace.Run.Progress.Status, trace.Current) switch
    {
        (RunStatus.Pending, _) => "Waiting to start",
        (RunStatus.Completed, _) => "Completed",
        (RunStatus.Failed, { } step) => $"Failed at {NameOf(step)}",
        (RunStatus.Failed, _) => "Failed",
        (RunStatus.Cancelled, _) => "Cancelled",
        (_, { Status: StepStatus.Running or StepStatus.Pending } step) => $"Executing {NameOf(step)}",
        (_, { } step) => $"Executed {NameOf(step)}",
        _ => "Starting",
    };

    private static string NameOf(CurrentStep step) => step.AgentName ?? step.ToolName ?? step.StepId;
}

/// <summary>The step that an execution is at.</summary>
public sealed record CurrentStepFacts(
    string StepId, string StepType, string? AgentName, string? ToolName, string Status);

/// <param name="CurrentStepInfo">Null before any step.</param>
public sealed record WorkflowProgress(
    int CurrentStepIndex, int TotalSteps, CurrentStepFacts? CurrentStepInfo, IReadOnlyList<string> ExecutionPath);

/// <summary>How far an execution is, in few words.</summary>
/// <param name="Progress">0 to 1.</param>
/// <param name="CurrentStep">What is happening, for people.</param>
public sealed record TracedProgress(
    Guid ExecutionId, string Status, double Progress, string CurrentStep, string Type,
    WorkflowProgress WorkflowProgress)
{
    public static TracedProgress Of(RunTrace trace)
    {
        var run = trace.Run.Progress;
        return new TracedProgress(
            run.RunId, run.Status.ToJson(), TracedStatus.Share(run.Progress), TracedStatus.Shown(trace),
            trace.Run.Type, new WorkflowProgress(
                run.Progress.CurrentStep, run.Progress.TotalSteps,
                trace.Current is { } step
                    ? new CurrentStepFacts(
                        step.StepId, step.StepType, step.AgentName, step.ToolName, step.Status.ToJson())
                    : null,
                trace.AgentPath));
    }
}

/// <summary>An execution's steps, with the way it has taken.</summary>
public sealed record FullTrace(
    Guid ExecutionId, Guid? WorkflowId, int CurrentStepIndex, int TotalSteps, IReadOnlyList<ExecutionStep> Steps,
    IReadOnlyList<string> ExecutionPath, IReadOnlyDictionary<string, ExecutionDecision> BranchDecisions);
