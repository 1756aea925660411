using System.Text;
using System.Text.Json;
using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Definitions;
using Workflow.Database.Queries;
using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Simulation;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Api.Simulation;

/// <summary>Executes definitions on given results, without calling anybody.</summary>
public static class SimulationEndpoint
{
    private static readonly AnyField Definition = new(
        "definition", "The definition: its text, YAML or JSON, or an object. Needs not be registered.");

    private static readonly UuidField WorkflowId = new(
        "workflow_id", "A registered workflow, in place of `definition`.");

    private static readonly TextField Version = new(
        "version", "Of the registered workflow; the latest when left out.", 100);

    private static readonly UuidField ExecutionId = new(
        "execution_id",
        "An execution whose recorded results are used; its definition and input too, where none are given.");

    private static readonly AnyField InputData = new("input_data", "The input; null when left out.");

    private static readonly ObjectField Results = new(
        "results",
        "By a step's name or path: {\"output\": …} or {\"error\": {\"status\": 503}}, or a list for one attempt after "
        + "the other.");

    private static readonly BodyShape Body = new(
        Definition, WorkflowId, Version, ExecutionId, InputData, Results)
    {
        Example = """
            {"definition": {"document": {"dsl": "1.0.0", "namespace": "samples", "name": "ask", "version": "1.0.0"},
             "do": [{"ask": {"call": "Classifier"}}, {"note": {"set": {"label": "${ .label }"}}}]},
             "input_data": {"text": "hello"}, "results": {"ask": {"output": {"label": "spam"}}}}
            """,
    };

    public static void MapSimulation(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/workflows/simulate", SimulateAsync)
            .Describe("Workflows", "Simulate an execution with given results; nobody is called, nothing is kept")
            .Needs(Scopes.DefinitionsRead)
            .TakesBody(Body)
            .Answers<SimulatedExecution>(200, "The path taken, and what the simulation needs to go on.")
            .Refuses(
                ProblemTypes.InvalidDefinition, ProblemTypes.WorkflowNotFound, ProblemTypes.ExecutionNotFound);

    private static async Task<IResult> SimulateAsync(
        Caller caller, HttpRequest request, SimulationSource source, Simulations simulations, ApiOptions options,
        TimeProvider time, CancellationToken ct)
    {
        var (body, refusal) = await Body.ReadAsync(request, options);
        if ((refusal ?? Contradiction(body)) is { } wrong)
        {
            return wrong;
        }

        GivenResults results;
        try
        {
            results = GivenResults.Read(ValueOf(body, Results));
        }
        catch (FormatException error)
        {
            return Problems.InvalidBody(Results, error.Message, Results.Expected);
        }

        RecordedRun? run = null;
        if (body.OrNull(ExecutionId) is { } runId)
        {
            (run, var missing) = await source.RunAsync(caller.Sees, runId, ct);
            if (missing is not null)
            {
                return missing;
            }
        }

        var (definition, problem) = body.Has(Definition)
            ? TryReadText(body.Get(Definition), out var text)
                ? await source.ReadAsync(text, ct)
                : (null, JsonBody.HalfCharacter(body.Body, body.Get(Definition), "`definition`"))
            : await source.FindAsync(
                caller.Sees, body.OrNull(WorkflowId) ?? run?.WorkflowId, body.Get(Version) ?? run?.Version, ct);
        if (definition is null)
        {
            return problem!;
        }

        var input = body.Has(InputData) || run is null ? ValueOf(body, InputData) : ValueOf(run.Input);
        return TypedResults.Ok(SimulatedExecution.Of(await simulations.RunAsync(
            new SimulationRequest(definition, input, results, run?.Steps ?? [], time.GetUtcNow()), ct)));
    }

    /// <returns>What does not go together; null when nothing is wrong.</returns>
    private static Problem? Contradiction(FieldValues body) =>
        body.Has(Definition) && body.Has(WorkflowId)
            ? Problems.InvalidBody(WorkflowId, "'workflow_id' stands beside 'definition'.", "one of the two")
        : body.Has(Version) && !body.Has(WorkflowId)
            ? Problems.InvalidBody(Version, "'version' stands without 'workflow_id'.", "workflow_id beside it")
        : body.Has(Definition) || body.Has(WorkflowId) || body.Has(ExecutionId)
            ? null
            : Problems.InvalidBody(
                Definition, "Nothing says what to simulate.", "definition, workflow_id or execution_id");

    private static JqValue ValueOf(FieldValues body, Field<RawJson> field) =>
        body.Has(field) ? ValueOf(body.Get(field)) : JqValue.Null;

    private static JqValue ValueOf(RawJson json) => JqValue.ParseOrNull(json.Utf8.Span);

    /// <summary>A definition may come as a text within the JSON.</summary>
    /// <returns>False when the text holds half of a surrogate pair.</returns>
    private static bool TryReadText(RawJson given, out ReadOnlyMemory<byte> utf8)
    {
        utf8 = given.Utf8;
        var reader = new Utf8JsonReader(given.Utf8.Span);
        if (!reader.Read() || reader.TokenType != JsonTokenType.String)
        {
            return true;
        }

        var isText = JsonText.TryRead(ref reader, out var text);
        utf8 = Encoding.UTF8.GetBytes(text);
        return isText;
    }
}
