using Workflow.Api.Redaction;
using Workflow.Database.Queries.Compare;
using Workflow.Model;

namespace Workflow.Api.Compare;

/// <summary>Lays two runs side by side. Asks nobody.</summary>
public static class Comparer
{
    public static RunComparison Compare(RunSide left, RunSide right, CompareOptions options)
    {
        var pairs = StepAlignment.Of(left.Steps, right.Steps);
        var path = First(pairs, pair => pair.PathReason);
        var data = First(pairs, pair => pair.OutputEqual == false ? "output" : null);
        var input = DiffOf(left.Input, right.Input, options);
        var output = DiffOf(left.Output, right.Output, options);
        var isSame = left.WorkflowId == right.WorkflowId && left.WorkflowName == right.WorkflowName;
        return new RunComparison(
            SummaryOf(left, right, isSame, input, output, path), RunOf(left), RunOf(right), isSame,
            isSame && left.WorkflowVersion == right.WorkflowVersion, input, output, [.. pairs.Select(StepOf)],
            left.HasMoreSteps || right.HasMoreSteps, path, data);
    }

    private static Divergence? First(List<StepPair> pairs, Func<StepPair, string?> reasonOf)
    {
        foreach (var pair in pairs)
        {
            if (reasonOf(pair) is { } reason)
            {
                return new Divergence(pair.Either.StepPath, pair.Either.Iteration, pair.Either.StepId, reason);
            }
        }

        return null;
    }

    private static JsonDifferences DiffOf(Payload left, Payload right, CompareOptions options)
    {
        if (left.IsLeftOut || right.IsLeftOut)
        {
            return new JsonDifferences(
                null, [], true,
                $"They have {left.Bytes} and {right.Bytes} bytes; up to {options.PayloadBytesMax} are compared "
                + "(WORKFLOW_COMPARE_PAYLOAD_BYTES_MAX).");
        }

        return JsonDiff.Of(
            PayloadView.Of(left.Json), PayloadView.Of(right.Json), options.DifferencesMax, options.ValueLengthMax);
    }

    private static ComparedRun RunOf(RunSide run) => new(
        run.RunId, run.WorkflowId, run.WorkflowName, run.WorkflowVersion, run.Status.ToJson(), run.CreatedAt,
        run.StartedAt, run.CompletedAt, (long?)(run.CompletedAt - run.StartedAt)?.TotalMilliseconds, run.ErrorMessage,
        run.Steps.Count);

    private static ComparedStep StepOf(StepPair pair) => new(
        pair.Either.StepPath, pair.Either.Iteration, pair.Either.StepId, pair.Either.StepType, AttemptsOf(pair.Left),
        AttemptsOf(pair.Right), pair.OutputEqual);

    private static ComparedAttempts? AttemptsOf(StepSide? step) => step is null ? null : new ComparedAttempts(
        step.Status.ToJson(), step.Attempts, step.Decision, step.ErrorMessage, step.DurationMs);

    private static string SummaryOf(
        RunSide left, RunSide right, bool isSameWorkflow, JsonDifferences input, JsonDifferences output,
        Divergence? path)
    {
        var definition = !isSameWorkflow ? "Different workflows"
            : left.WorkflowVersion != right.WorkflowVersion
                ? $"Versions {left.WorkflowVersion ?? "?"} and {right.WorkflowVersion ?? "?"} of one workflow"
                : "The same version";
        var way = path is null ? "the same steps" : $"another way from step '{path.StepId}' on ({path.Reason})";
        return $"{definition}, {Word(input)} input, {way}, {left.Status.ToJson()} and {right.Status.ToJson()}, "
            + $"{Word(output)} output.";
    }

    private static string Word(JsonDifferences differences) => differences.Equal switch
    {
        true => "the same",
        false => "another",
        null => "an uncompared",
    };
}
