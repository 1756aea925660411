using Workflow.Execution.Journal;
using Workflow.Execution.Simulation;
using Workflow.Model;

namespace Workflow.Api.Simulation;

/// <summary>How far a simulation came.</summary>
/// <param name="Status">completed, failed, needs_results or cut_off.</param>
/// <param name="Outputs">Of a completed one.</param>
/// <param name="Error">Of a failed one: type, status, title, detail and instance.</param>
/// <param name="SimulatedMs">Waits and delays between attempts, which passed at once.</param>
/// <param name="Steps">The path taken, in the order in which the steps began.</param>
/// <param name="Needs">Steps that wait for a result, with what they would send; empty unless needs_results.</param>
/// <param name="UnusedResults">Results given that no step asked for.</param>
public sealed record SimulatedExecution(
    string Status, RawJson? Outputs, RawJson? Error, string? ErrorMessage, long SimulatedMs,
    IReadOnlyList<SimulatedStep> Steps, IReadOnlyList<NeededStep> Needs, IReadOnlyList<string> UnusedResults)
{
    internal static SimulatedExecution Of(SimulatedRun run)
    {
        var row = run.Run;
        return new SimulatedExecution(
            row.Status.IsEnd() ? row.Status.ToJson() : run.IsCutOff ? "cut_off" : "needs_results",
            OrNull(row.Output), OrNull(row.Error), row.ErrorMessage, (long)run.Took.TotalMilliseconds,
            [.. row.Steps.Values.Select(StepOf)],
            [.. run.Needs.Select(need => new NeededStep(
                need.StepId, need.Key.Path, need.Key.Iteration, need.Key.Attempt, need.StepType, need.Input))],
            run.Unused);
    }

    private static SimulatedStep StepOf(StepRecord step) => new(
        step.StepId, step.Key.Path, step.Key.Iteration, step.Key.Attempt, step.StepType, step.AgentName,
        step.Status.ToJson(), step.Next, OrNull(step.Input), OrNull(step.Output), OrNull(step.Error),
        OrNull(step.Metadata));

    private static RawJson? OrNull(RawJson json) => json.IsEmpty ? null : json;
}

/// <summary>A step of a simulation.</summary>
/// <param name="NextTask">Where the flow went when it did not simply continue.</param>
/// <param name="Metadata">As an execution's step has it; of a switch the `case` that was chosen.</param>
public sealed record SimulatedStep(
    string StepId, string StepPath, string Iteration, int Attempt, string StepType, string? AgentName, string Status,
    string? NextTask, RawJson? InputData, RawJson? OutputData, RawJson? Error, RawJson? Metadata);

/// <summary>A step whose result is to be given.</summary>
/// <param name="InputData">What it would send.</param>
public sealed record NeededStep(
    string StepId, string StepPath, string Iteration, int Attempt, string StepType, RawJson InputData);
