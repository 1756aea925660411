using Workflow.Api.Http;
using Workflow.Api.Options;
using Workflow.Database.Agents;
using Workflow.Definitions;

namespace Workflow.Api.Agents;

/// <summary>The catalog that <c>call:</c> resolves in.</summary>
public static class AgentEndpoints
{
    private static readonly string[] Json = ["application/json", "+json"];

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v1/agents/{name}", PutAsync);
        routes.MapGet("/api/v1/agents/{name}", GetAsync);
        routes.MapGet("/api/v1/agents", ListAsync);
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

        var body = await RequestBody.ReadAsync(request, Json, options.BodyBytesMax);
        if (body.Problem is not null)
        {
            return body.Problem;
        }

        if (!JsonBody.TryReadMembers(body.Utf8, options.JsonDepthMax, out var members, out var problem))
        {
            return problem;
        }

        var errors = new List<ProblemError>();
        if (AgentBody.Read(name, caller.OwnerId, members, errors) is not { } agent)
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
        if (!Parameters.TryReadNumber(
            request.Query, "limit", 1, options.PageMax, Math.Min(50, options.PageMax), out var limit, out var problem)
            || !Parameters.TryReadCursor(request.Query, 1, out var after, out problem))
        {
            return problem;
        }

        var rows = await agents.ListAsync(caller.OwnerId, after?[0], limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Name) : null;
        return TypedResults.Ok(new AgentPage([.. rows.Take(limit).Select(AgentDetail.Of)], next));
    }
}
