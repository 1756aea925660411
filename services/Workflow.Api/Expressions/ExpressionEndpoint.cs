using System.Text.Json;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Queries;

namespace Workflow.Api.Expressions;

/// <summary>Tries expressions on what a run really had.</summary>
public static class ExpressionEndpoint
{
    private const string InputWord = "input";
    private const string OutputWord = "output";

    private static readonly TextField Expression = new(
        "expression", "A jq program, alone or in ${ }. It sees $input and $output of what it is tried on.", 10_000)
    {
        IsRequired = true,
    };

    private static readonly ChoiceField On = new("on", "What . is in the expression.", InputWord, OutputWord)
    {
        Default = InputWord,
    };

    private static readonly TextField StepPath = new(
        "step_path", "Path of a step, whose input and output are meant; those of the execution when left out.", 2_000);

    private static readonly TextField Iteration = new(
        "iteration", "Which time of the step, in a loop; the one that began last when left out.", 1_000);

    private static readonly NumberField Attempt = new(
        "attempt", "Which attempt of the step; the last when left out.", 1, int.MaxValue);

    private static readonly BodyShape Body = new(Expression, On, StepPath, Iteration, Attempt)
    {
        Example = """{"expression": ".tickets | length", "on": "input"}""",
    };

    public static void MapExpressions(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/executions/{execution_id}/expressions", TryAsync)
            .Describe("Executions v1", "Try an expression on an execution's data; nothing is changed")
            .Needs(Scopes.RunsRead)
            .TakesBody(Body)
            .Answers<TriedExpression>(200, "What it gave, or why it failed.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound);

    private static async Task<IResult> TryAsync(
        string execution_id, Caller caller, HttpRequest request, TrialQueries payloads, ExpressionTrials trials,
        ExpressionOptions limits, ApiOptions options, TimeProvider time, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await Body.ReadAsync(request, options);
        if ((refusal ?? Contradiction(body)) is { } wrong)
        {
            return wrong;
        }

        if (ExpressionTrials.Compile(body.Get(Expression)!, out var mistake) is not { } program)
        {
            return mistake!;
        }

        var place = new TrialPlace(body.Get(StepPath), body.Get(Iteration), (int?)body.OrNull(Attempt));
        if (await payloads.ReadAsync(caller.Sees, runId, place, limits.DataBytesMax, ct) is not { } data)
        {
            return Problems.RunNotFound(runId);
        }

        if (RefusalOf(data, place, limits) is { } unfit)
        {
            return unfit;
        }

        try
        {
            return TypedResults.Ok(await trials.RunAsync(
                program, runId, data, body.Get(On) == OutputWord, time.GetUtcNow(), ct));
        }
        catch (JsonException error)
        {
            return Problems.InvalidBody(
                On, $"The data cannot be evaluated: {error.Message}.", "data nested less deeply");
        }
    }

    /// <returns>What does not go together; null when nothing is wrong.</returns>
    private static Problem? Contradiction(FieldValues body)
    {
        var lonely = body.Has(Iteration) ? (Field)Iteration : body.Has(Attempt) ? Attempt : null;
        return lonely is not null && !body.Has(StepPath)
            ? Problems.InvalidBody(lonely, $"'{lonely.Name}' stands without step_path.", "step_path beside it")
            : null;
    }

    private static Problem? RefusalOf(TrialPayloads data, TrialPlace place, ExpressionOptions limits)
    {
        if (!data.IsThere)
        {
            return Problems.InvalidBody(
                StepPath, $"The execution has no step '{place.StepPath}' like that.",
                "step_path, iteration and attempt as in the metadata of GET …/steps");
        }

        var (name, bytes) = data.InputBytes > data.OutputBytes
            ? (InputWord, data.InputBytes)
            : (OutputWord, data.OutputBytes);
        return bytes <= limits.DataBytesMax ? null : Problems.InvalidBody(
            On, $"The {name} has {bytes} bytes, more than can be tried on.",
            $"at most {limits.DataBytesMax} (WORKFLOW_EXPRESSION_DATA_BYTES_MAX)");
    }
}
