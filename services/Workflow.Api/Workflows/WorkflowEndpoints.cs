using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Agents;
using Workflow.Database.Definitions;
using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Workflows;

/// <summary>Registered workflows and their versions.</summary>
public static class WorkflowEndpoints
{
    private static readonly string[] YamlOrJson =
        ["application/yaml", "application/json", "+yaml", "+json", "application/x-yaml", "text/yaml", "text/x-yaml",
            "text/plain"];

    private const string Tag = "Workflows";

    private const string Example = """
        document: {dsl: 1.0.0, namespace: samples, name: greet, version: 1.0.0}
        do:
          - greet:
              set: {greeting: "${ \"Hello \" + .name }"}
        """;

    private static readonly TextField Version = new("version", "Version to read; the latest when left out.");
    private static readonly QueryShape VersionQuery = new(Version);

    public static void MapWorkflows(this IEndpointRouteBuilder routes)
    {
        routes.MapPost("/api/v1/workflows", RegisterAsync)
            .Describe(Tag, "Register a workflow, or a new version of one")
            .TakesDocument(YamlOrJson, Example)
            .Answers<RegisteredWorkflow>(201, "The workflow or version is new.")
            .Answers<RegisteredWorkflow>(200, "The very same document was registered before.")
            .Refuses(ProblemTypes.InvalidDefinition, ProblemTypes.UnknownAgent, ProblemTypes.VersionExists);
        routes.MapGet("/api/v1/workflows", ListAsync)
            .Describe(Tag, "List workflows by namespace and name")
            .TakesQuery(Pages.Query)
            .Answers<WorkflowPage>(200, "A page of workflows.");
        routes.MapGet("/api/v1/workflows/{id}", GetAsync)
            .Describe(Tag, "Read a workflow with one of its documents")
            .TakesQuery(VersionQuery)
            .Answers<WorkflowDetail>(200, "The workflow.")
            .Refuses(ProblemTypes.WorkflowNotFound);
    }

    private static async Task<IResult> RegisterAsync(
        Caller caller, HttpRequest request, DefinitionStore definitions, AgentStore agents, DefinitionLimits limits,
        ApiOptions options, CancellationToken ct)
    {
        var body = await RequestBody.ReadAsync(request, YamlOrJson, options.BodyBytesMax);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        // Whether it is YAML or JSON shows in the text itself; what the caller declares is not needed.
        var read = DefinitionReader.Read(body.Utf8.Span, limits);
        if (!read.IsValid)
        {
            return Problems.InvalidDefinition(read.Errors, read.ErrorsFound);
        }

        var missing = await agents.MissingAsync(caller.OwnerId, [.. read.Definition.Agents], ct);
        if (missing.Count > 0)
        {
            return Problems.UnknownAgents(
                [.. AgentCalls.Of(read.Definition).Where(call => missing.Contains(call.Agent))]);
        }

        return await KeepAsync(caller, read.Definition, definitions, ct);
    }

    private static async Task<IResult> KeepAsync(
        Caller caller, WorkflowDefinition definition, DefinitionStore definitions, CancellationToken ct)
    {
        var header = definition.Document;
        var result = await definitions.RegisterAsync(
            caller.OwnerId,
            new NewDefinition(
                header.Namespace, header.Name, header.Version, new RawJson(definition.Json), definition.TaskCount),
            ct);
        var answer = new RegisteredWorkflow(result.Id, header.Name, header.Namespace, header.Version);
        return result.Outcome switch
        {
            RegisterOutcome.Conflict => Problems.VersionExists(result.Id, header.Name, header.Version),
            RegisterOutcome.Created => TypedResults.Created($"/api/v1/workflows/{result.Id}", answer),
            _ => TypedResults.Ok(answer),
        };
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, DefinitionStore definitions, ApiOptions options, CancellationToken ct)
    {
        if (!Pages.TryRead(request.Query, 2, options.PageMax, out var limit, out var after, out var problem))
        {
            return problem;
        }

        var rows = await definitions.ListAsync(
            caller.OwnerId, after is null ? null : (after[0], after[1]), limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Namespace, rows[limit - 1].Name) : null;
        return TypedResults.Ok(new WorkflowPage([.. rows.Take(limit).Select(WorkflowSummary.Of)], next));
    }

    private static async Task<IResult> GetAsync(
        string id, Caller caller, HttpRequest request, DefinitionStore definitions, CancellationToken ct)
    {
        var query = new FieldValues();
        if (!Parameters.TryReadId("id", id, out var workflowId, out var problem)
            || !VersionQuery.TryRead(request.Query, query, out problem))
        {
            return problem;
        }

        var version = query.Get(Version);
        return await definitions.FindAsync(caller.OwnerId, workflowId, version, ct) is { } found
            ? TypedResults.Ok(WorkflowDetail.Of(found))
            : Problems.WorkflowNotFound(workflowId, version);
    }
}
