using Workflow.Api.Http;
using Workflow.Execution.Moving;

namespace Workflow.Api.Verbs.Moving;

/// <summary>Why an execution stays with its version.</summary>
public static class MoveProblems
{
    public static Problem NotMovable(Guid id) => new(
        ProblemTypes.ExecutionNotMovable,
        $"Execution {id} runs no registered workflow (its plan came with it, or it is of one agent), so there is no "
        + "other version; let it end, or cancel it and start anew.")
    {
        Facts = new() { ["execution_id"] = id },
    };

    public static Problem NoVersion(Guid workflowId, string? version) => new(
        ProblemTypes.UnknownVersion,
        $"Workflow {workflowId} has no version {version ?? "any more"}; "
        + $"GET /api/v1/workflows/{workflowId}/versions lists them.")
    {
        Facts = new() { ["workflow_id"] = workflowId, ["version"] = version },
    };

    public static Problem Unfit(Guid id, Unfit unfit, string version) => new(
        ProblemTypes.StepDoesNotFit,
        $"Step '{unfit.StepId}' ({unfit.Step.Path}) of execution {id} does not fit version {version}: {unfit.Reason} "
        + "Change only what comes after it, or let the execution end with its version.")
    {
        Facts = new()
        {
            ["execution_id"] = id,
            ["version"] = version,
            ["step"] = unfit.StepId,
            ["step_path"] = unfit.Step.Path,
            ["iteration"] = unfit.Step.Iteration,
            ["attempt"] = unfit.Step.Attempt,
        },
    };

    /// <param name="step">The step that calls a tool; null when it is not that.</param>
    public static Problem Busy(Guid id, string? step) => new(
        ProblemTypes.ExecutionBusy,
        (step is null
            ? $"Execution {id} has gone on each time while it was looked at; "
            : $"Step '{step}' of execution {id} is calling a tool, and a move would have the call made again; ")
        + "pause it (POST …/pause), and try again when nothing is in flight.")
    {
        Facts = new() { ["execution_id"] = id, ["step"] = step },
    };
}
