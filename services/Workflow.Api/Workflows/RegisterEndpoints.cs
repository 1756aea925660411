using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Executions.Starting;
using Workflow.Api.Http;
using Workflow.Api.Http.Conditions;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Schedules;
using Workflow.Database.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Workflows;

/// <summary>Registers definitions, or only checks them.</summary>
public static class RegisterEndpoints
{
    private const string Tag = "Workflows";

    public static void MapRegistration(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/workflows", PostAsync)
            .Describe(Tag, "Register a workflow, or a new version of one")
            .Needs(Scopes.DefinitionsWrite)
            .TakesDocument(DefinitionBody.MediaTypes, DefinitionBody.Example)
            .TakesIfMatch()
            .Answers<RegisteredWorkflow>(201, "The workflow or version is new.")
            .Answers<RegisteredWorkflow>(200, "The very same document was registered before.")
            .Refuses(
                ProblemTypes.InvalidDefinition, ProblemTypes.UnknownAgent, ProblemTypes.UnknownWorkflow,
                ProblemTypes.VersionExists, ProblemTypes.TooManySchedules);
        routes.MapPut("/api/v1/workflows/{id}", PutAsync)
            .Describe(Tag, "Register a new version of this workflow")
            .Needs(Scopes.DefinitionsWrite)
            .TakesDocument(DefinitionBody.MediaTypes, DefinitionBody.Example)
            .TakesIfMatch()
            .Answers<RegisteredWorkflow>(200, "The version is registered, now or before.")
            .Refuses(
                ProblemTypes.InvalidDefinition, ProblemTypes.UnknownAgent, ProblemTypes.UnknownWorkflow,
                ProblemTypes.VersionExists, ProblemTypes.OtherWorkflow, ProblemTypes.WorkflowNotFound,
                ProblemTypes.TooManySchedules);
        routes.MapPost("/api/v1/workflows/validate", ValidateAsync)
            .Describe(Tag, "Check a definition without registering it")
            .Needs(Scopes.DefinitionsRead)
            .TakesDocument(DefinitionBody.MediaTypes, DefinitionBody.Example)
            .Answers<CheckedWorkflow>(200, "The definition is valid; its agents and workflows are registered.")
            .Refuses(ProblemTypes.InvalidDefinition, ProblemTypes.UnknownAgent, ProblemTypes.UnknownWorkflow);
    }

    private static async Task<IResult> PostAsync(
        Caller caller, HttpRequest request, DefinitionBody bodies, DefinitionStore definitions,
        DefinitionSchedules schedules, RecentNames names, CancellationToken ct)
    {
        if (!IfMatch.TryRead(request, out var condition, out var problem))
        {
            return problem;
        }

        var (definition, refusal) = await bodies.ReadAsync(request, caller.OwnerId, caller.Sees, ct);
        if (definition is null)
        {
            return refusal!;
        }

        ExpectedDefinition? expected = null;
        if (condition.IsGiven)
        {
            var header = definition.Document;
            var current = await definitions.FindAsync(caller.OwnerId, header.Namespace, header.Name, ct);
            if (current is null)
            {
                return Problems.PreconditionFailed($"A workflow {header.Namespace}/{header.Name}", null);
            }

            if (!condition.Holds(TagOf(current)))
            {
                return Changed(current.Row.Id);
            }

            expected = new ExpectedDefinition(current.Row.Id, current.Row.UpdatedAt);
        }

        var result = await KeepAsync(caller.OwnerId, definition, definitions, schedules, names, expected, ct);
        var warnings = await bodies.WarningsAsync(definition, caller.Sees, ct);
        return Answer(result, definition.Document, warnings, schedules, isNamed: false);
    }

    private static async Task<IResult> PutAsync(
        string id, Caller caller, HttpRequest request, DefinitionBody bodies, DefinitionStore definitions,
        DefinitionSchedules schedules, RecentNames names, CancellationToken ct)
    {
        if (!Parameters.TryReadId("id", id, out var workflowId, out var problem)
            || !IfMatch.TryRead(request, out var condition, out problem))
        {
            return problem;
        }

        if (await definitions.FindAsync(caller.Sees, workflowId, null, ct) is not { Row: var row } current)
        {
            return Problems.WorkflowNotFound(workflowId);
        }

        if (!condition.Holds(TagOf(current)))
        {
            return Changed(workflowId);
        }

        var (definition, refusal) = await bodies.ReadAsync(request, row.OwnerId, row.OwnerId, ct);
        if (definition is null)
        {
            return refusal!;
        }

        var header = definition.Document;
        if (header.Namespace != row.Namespace || header.Name != row.Name)
        {
            return Problems.OtherWorkflow(
                workflowId, $"{row.Namespace}/{row.Name}", $"{header.Namespace}/{header.Name}");
        }

        var expected = new ExpectedDefinition(workflowId, condition.IsGiven ? row.UpdatedAt : null);
        var result = await KeepAsync(row.OwnerId, definition, definitions, schedules, names, expected, ct);
        var warnings = await bodies.WarningsAsync(definition, row.OwnerId, ct);
        return result.Outcome == RegisterOutcome.Unexpected && !condition.IsGiven
            ? Problems.WorkflowNotFound(workflowId)
            : Answer(result, header, warnings, schedules, isNamed: true);
    }

    private static async Task<IResult> ValidateAsync(
        Caller caller, HttpRequest request, DefinitionBody bodies, CancellationToken ct)
    {
        var (definition, problem) = await bodies.ReadAsync(request, caller.OwnerId, caller.Sees, ct);
        return definition is null
            ? problem!
            : TypedResults.Ok(CheckedWorkflow.Of(
                definition, await bodies.WarningsAsync(definition, caller.Sees, ct)));
    }

    private static async Task<RegisterResult> KeepAsync(
        string ownerId, WorkflowDefinition definition, DefinitionStore definitions, DefinitionSchedules schedules,
        RecentNames names, ExpectedDefinition? expected, CancellationToken ct)
    {
        var header = definition.Document;
        var result = await definitions.RegisterAsync(
            ownerId,
            new NewDefinition(
                header.Namespace, header.Name, header.Version, new RawJson(definition.Json), definition.TaskCount)
            {
                Schedule = schedules.Of(definition),
            },
            expected,
            ct);
        names.Clear();
        return result;
    }

    private static IResult Answer(
        RegisterResult result, DocumentHeader header, IReadOnlyList<DefinitionWarning> warnings,
        DefinitionSchedules schedules, bool isNamed)
    {
        var answer = new RegisteredWorkflow(
            result.Id, header.Name, header.Namespace, header.Version, result.ScheduleId, warnings);
        return result.Outcome switch
        {
            RegisterOutcome.Conflict => Problems.VersionExists(result.Id, header.Name, header.Version),
            RegisterOutcome.Unexpected => Changed(result.Id),
            RegisterOutcome.TooManySchedules => schedules.TooMany(),
            RegisterOutcome.Created when !isNamed => TypedResults.Created(PathOf(result.Id), answer),
            _ => TypedResults.Ok(answer),
        };
    }

    private static string TagOf(DefinitionVersion current) =>
        EntityTag.Of(WorkflowDetail.Of(current), ApiJson.Readable.WorkflowDetail);

    private static Problem Changed(Guid id) => Problems.PreconditionFailed($"Workflow {id}", PathOf(id));

    private static string PathOf(Guid id) => $"/api/v1/workflows/{id}";
}
