using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>Runs executions again.</summary>
public static class RerunEndpoint
{
    private const string Latest = "latest";
    private static readonly RawJson None = RawJson.FromText("{}");

    private static readonly ObjectField Input = new("input_data", "Another input; the same when left out.");

    private static readonly ChoiceField Version = new(
        "version", "The latest version of the workflow; the same version when left out.", Latest);

    private static readonly LabelsField Labels = new("labels", "Other labels; the same when left out.");

    private static readonly TextField BusinessKey = new(
        "business_key", "Another business key; the same when left out.", 255);

    private static readonly NumberField Priority = new(
        "priority", "Another priority; the same when left out.", -100, 100);

    private static readonly TextField FromStep = new(
        "from_step", "Name or path of a step: what ended before it is taken over, it and all after it run again.",
        2_000);

    private static readonly TextField Iteration = new(
        "iteration", "Which time of from_step, in a loop; the first when left out.", 1_000);

    private static readonly BodyShape Body = new(
        Input, Version, Labels, BusinessKey, Priority, FromStep, Iteration, VerbFields.Reason)
    {
        Example = """{"from_step": "classify"}""",
    };

    public static void MapRerun(this IEndpointRouteBuilder routes) =>
        routes.MapPost("/api/v1/executions/{execution_id}/rerun", RerunAsync)
            .Describe("Verbs", "Run an ended execution again, from its start or from a step, as a new one")
            .Needs(Scopes.RunsWrite)
            .TakesHeader(IdempotencyKey.Field)
            .TakesBody(Body)
            .Answers<RepeatedExecution>(202, "The new execution is accepted, or was before under the same key.")
            .Refuses(
                ProblemTypes.InvalidParameter, ProblemTypes.ExecutionNotFound, ProblemTypes.ExecutionNotEnded,
                ProblemTypes.DefinitionGone, ProblemTypes.UnknownStep, ProblemTypes.AmbiguousStep,
                ProblemTypes.StepNotReached, ProblemTypes.StepInRace, ProblemTypes.IdempotencyKeyReused,
                ProblemTypes.InputRefused, ProblemTypes.BacklogFull, ProblemTypes.QuotaExceeded);

    private static async Task<IResult> RerunAsync(
        string execution_id, Caller caller, HttpContext http, RepeatCommand repeat, Backlog backlog,
        IntakeOptions limits, ApiOptions options, CancellationToken ct)
    {
        if (!Parameters.TryReadId("execution_id", execution_id, out var runId, out var problem)
            || !IdempotencyKey.TryRead(http.Request, out var key, out problem))
        {
            return problem;
        }

        if (backlog.IsTooDeep())
        {
            return Problems.BacklogFull(limits.BacklogMax);
        }

        var (body, refusal) = await Body.ReadAsync(http.Request, options);
        if ((refusal ?? Contradiction(body)) is { } wrong)
        {
            return wrong;
        }

        var request = RequestOf(body, key);
        var outcome = await repeat.RerunAsync(caller, runId, request, ct);
        return outcome is RepeatOutcome.WrongStatus status
            ? VerbProblems.NotEnded(runId, status.Status)
            : RepeatAnswers.Of(http, runId, request, outcome);
    }

    private static RepeatRequest RequestOf(FieldValues body, string? key) => new(
        body.Get(FromStep), body.Get(Iteration), body.Has(Version), body.Get(Input),
        body.Get(Labels) is { } labels ? LabelsOf(labels) : default,
        body.Get(BusinessKey), (short?)body.OrNull(Priority), key, body.Get(VerbFields.Reason));

    /// <summary>An empty object takes the labels away.</summary>
    private static RawJson LabelsOf(IReadOnlyDictionary<string, string> labels) =>
        labels.Count == 0 ? None : new StartTerms { Labels = labels }.LabelsJson();

    /// <returns>What does not go together; null when nothing is wrong.</returns>
    private static Problem? Contradiction(FieldValues body)
    {
        if (body.Has(Iteration) && !body.Has(FromStep))
        {
            return Problems.InvalidBody(Iteration, "'iteration' stands without from_step.", "from_step beside it");
        }

        var other = body.Has(Input) ? (Field)Input : body.Has(Version) ? Version : null;
        return other is not null && body.Has(FromStep)
            ? Problems.InvalidBody(
                other,
                $"'{other.Name}' stands beside from_step, but earlier steps would have made something else of it.",
                "one of the two")
            : null;
    }
}
