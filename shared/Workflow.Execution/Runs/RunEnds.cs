using Workflow.Execution.Errors;
using Workflow.Execution.Journal;
using Workflow.Execution.Tasks;
using Workflow.Model;

namespace Workflow.Execution.Runs;

/// <summary>The last edge of a run, from the outcome of its definition.</summary>
internal static class RunEnds
{
    public static RunEdge EdgeOf(RunContext run, TaskOutcome outcome, int payloadBytesMax)
    {
        var now = run.Clock.GetUtcNow();
        if (outcome.Error is { } error)
        {
            return Failed(error, now);
        }

        var output = run.TextOf(outcome.Output!);
        return output.Utf8.Length <= payloadBytesMax
            ? new RunEdge(RunStatus.Completed) { CompletedAt = now, Output = output }
            : Failed(WorkflowError.Validation(
                $"The run's output has {output.Utf8.Length} bytes; {payloadBytesMax} are allowed " +
                "(option PayloadBytesMax). Reduce it with output.as.", "/output"), now);
    }

    private static RunEdge Failed(WorkflowError error, DateTimeOffset now) => new(RunStatus.Failed)
    {
        CompletedAt = now,
        Error = new RawJson(error.ToValue().ToUtf8()),
        ErrorMessage = error.Instance is null ? error.Message : $"{error.Message} (at {error.Instance})",
    };
}
