using Workflow.Api.Http;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Agents;
using Workflow.Definitions;

namespace Workflow.Api.Agents;

/// <summary>The catalog that <c>call:</c> resolves in.</summary>
public static class AgentEndpoints
{
    private const string Tag = "Agents";

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v1/agents/{name}", PutAsync)
            .Describe(Tag, "Register or change an agent")
            .TakesBody(AgentBody.Shape)
            .Answers<AgentDetail>(201, "The agent is new.")
            .Answers<AgentDetail>(200, "The agent was changed.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.AgentNameTaken);
        routes.MapGet("/api/v1/agents/{name}", GetAsync)
            .Describe(Tag, "Read an agent")
            .Answers<AgentDetail>(200, "The agent.")
            .Refuses(ProblemTypes.AgentNotFound);
        routes.MapGet("/api/v1/agents", ListAsync)
            .Describe(Tag, "List agents by name")
            .TakesQuery(Pages.Query)
            .Answers<AgentPage>(200, "A page of agents.");
    }

    private static async Task<IResult> PutAsync(
        string name, Caller caller, HttpRequest request, AgentStore agents, ApiOptions options, CancellationToken ct)
    {
        if (!AgentName.IsValid(name))
        {
            return Problems.InvalidParameter(
                "name", name,
                $"Use {AgentName.Rule}; {string.Join(", ", AgentName.Reserved)} have a meaning of their own.");
        }

        var (body, problem) = await AgentBody.Shape.ReadAsync(request, options);
        if (problem is not null)
        {
            return problem;
        }

        var errors = new List<ProblemError>();
        if (AgentBody.Read(name, caller.OwnerId, body, errors) is not { } agent)
        {
            return Problems.InvalidBody(errors);
        }

        return await agents.PutAsync(agent, ct) switch
        {
            PutOutcome.Taken => Problems.AgentNameTaken(name),
            PutOutcome.Created => TypedResults.Created($"/api/v1/agents/{name}", AgentDetail.Of(agent)),
            _ => TypedResults.Ok(AgentDetail.Of(agent)),
        };
    }

    private static async Task<IResult> GetAsync(string name, Caller caller, AgentStore agents, CancellationToken ct) =>
        AgentName.IsValid(name) && await agents.FindAsync(caller.OwnerId, name, ct) is { } agent
            ? TypedResults.Ok(AgentDetail.Of(agent))
            : Problems.AgentNotFound(name);

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, AgentStore agents, ApiOptions options, CancellationToken ct)
    {
        if (!Pages.TryRead(request.Query, 1, options.PageMax, out var limit, out var after, out var problem))
        {
            return problem;
        }

        var rows = await agents.ListAsync(caller.OwnerId, after?[0], limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Name) : null;
        return TypedResults.Ok(new AgentPage([.. rows.Take(limit).Select(AgentDetail.Of)], next));
    }
}
