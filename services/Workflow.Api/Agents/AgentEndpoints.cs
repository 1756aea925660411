using Workflow.Api.Accounts;
using Workflow.Api.Accounts.Access;
using Workflow.Api.Http;
using Workflow.Api.Http.Conditions;
using Workflow.Api.Http.OpenApi;
using Workflow.Api.Options;
using Workflow.Database.Agents;
using Workflow.Database.Schema;
using Workflow.Definitions;
using Workflow.Registry;

namespace Workflow.Api.Agents;

/// <summary>The catalog that <c>call:</c> resolves in.</summary>
public static class AgentEndpoints
{
    private const string Tag = "Agents";

    public static void MapAgents(this IEndpointRouteBuilder routes)
    {
        routes.MapPut("/api/v1/agents/{name}", PutAsync)
            .Describe(Tag, "Register or change an agent")
            .Needs(Scopes.AgentsWrite)
            .TakesBody(AgentBody.Shape)
            .TakesIfMatch()
            .Answers<AgentDetail>(201, "The agent is new.")
            .Answers<AgentDetail>(200, "The agent was changed.")
            .Refuses(ProblemTypes.InvalidParameter, ProblemTypes.AgentNameTaken, ProblemTypes.AdminOnly,
                ProblemTypes.AgentsReadOnly);
        routes.MapGet("/api/v1/agents/{name}", GetAsync)
            .Describe(Tag, "Read an agent")
            .Needs(Scopes.AgentsRead)
            .AnswersTagged<AgentDetail>("The agent.")
            .Refuses(ProblemTypes.AgentNotFound);
        routes.MapDelete("/api/v1/agents/{name}", DeleteAsync)
            .Describe(Tag, "Delete an agent; calls of it fail, and its name stays yours")
            .Needs(Scopes.AgentsWrite)
            .TakesIfMatch()
            .Answers(204, "It is deleted.")
            .Refuses(ProblemTypes.AgentNotFound, ProblemTypes.AgentsReadOnly);
        routes.MapGet("/api/v1/agents", ListAsync)
            .Describe(Tag, "List agents by name")
            .Needs(Scopes.AgentsRead)
            .TakesQuery(Pages.Query)
            .Answers<AgentPage>(200, "A page of agents.");
    }

    private static async Task<IResult> PutAsync(
        string name, Caller caller, HttpRequest request, AgentStore agents, RegistryOptions registry,
        ApiOptions options, CancellationToken ct)
    {
        if (registry.Url is { } url)
        {
            return Problems.AgentsReadOnly(name, url);
        }

        if (!AgentName.IsValid(name))
        {
            return Problems.InvalidParameter(
                "name", name,
                $"Use {AgentName.Rule}; {string.Join(", ", AgentName.Reserved)} have a meaning of their own.");
        }

        if (!IfMatch.TryRead(request, out var condition, out var problem))
        {
            return problem;
        }

        var (body, refusal) = await AgentBody.Shape.ReadAsync(request, options);
        if (refusal is not null)
        {
            return refusal;
        }

        var (auth, wrong) = AgentAuthBody.Read(body, options.JsonDepthMax);
        if (wrong is not null)
        {
            return wrong;
        }

        var errors = new List<ProblemError>();
        if (AgentBody.Read(name, caller.OwnerId, body, auth, options.JsonDepthMax, errors) is not { } agent)
        {
            return Problems.InvalidBody(errors);
        }

        if (!caller.IsAdmin && (agent.Shared || agent.Auth is not null))
        {
            return AccountProblems.AdminOnly(agent.Shared
                ? "Only admins share agents with everybody; leave out shared."
                : "Only admins say which endpoint gets a secret; leave out auth, or ask one to set it.");
        }

        DateTimeOffset? updatedAt = null;
        if (condition.IsGiven)
        {
            var current = await agents.FindAsync(caller.Sees, name, ct);
            if (current is null || !condition.Holds(TagOf(current, caller)))
            {
                return Unexpected(name, current is not null);
            }

            updatedAt = current.UpdatedAt;
        }

        return await agents.PutAsync(agent, caller.Sees, updatedAt, ct) switch
        {
            PutOutcome.Taken => Problems.AgentNameTaken(name),
            PutOutcome.Unexpected => Unexpected(name, exists: true),
            PutOutcome.Created => TypedResults.Created($"/api/v1/agents/{name}", AgentDetail.Of(agent, caller)),
            _ => TypedResults.Ok(AgentDetail.Of(agent, caller)),
        };
    }

    private static async Task<IResult> GetAsync(
        string name, Caller caller, IAgentLookup agents, AgentReports reports, CancellationToken ct)
    {
        if (!AgentName.IsValid(name) || await agents.FindVisibleAsync(caller.Sees, name, ct) is not { } agent)
        {
            return Problems.AgentNotFound(name);
        }

        var shown = await AgentReport.OfAsync([agent], caller, reports, ct);
        return new TaggedAnswer<AgentDetail>(
            shown[0], ApiJson.Readable.AgentDetail, AgentDetail.Of(agent, caller));
    }

    private static async Task<IResult> DeleteAsync(
        string name, Caller caller, HttpRequest request, AgentStore agents, RegistryOptions registry,
        CancellationToken ct)
    {
        if (registry.Url is { } url)
        {
            return Problems.AgentsReadOnly(name, url);
        }

        if (!IfMatch.TryRead(request, out var condition, out var problem))
        {
            return problem;
        }

        if (!AgentName.IsValid(name) || await agents.FindAsync(caller.Sees, name, ct) is not { } current)
        {
            return Problems.AgentNotFound(name);
        }

        if (!condition.Holds(TagOf(current, caller)))
        {
            return Unexpected(name, exists: true);
        }

        return await agents.DeleteAsync(caller.Sees, name, condition.IsGiven ? current.UpdatedAt : null, ct)
            ? TypedResults.NoContent()
            : condition.IsGiven ? Unexpected(name, exists: true) : Problems.AgentNotFound(name);
    }

    private static async Task<IResult> ListAsync(
        Caller caller, HttpRequest request, IAgentLookup agents, AgentReports reports, ApiOptions options,
        CancellationToken ct)
    {
        if (!Pages.TryRead(request.Query, 1, options.PageMax, out var limit, out var after, out var problem))
        {
            return problem;
        }

        var rows = await agents.ListAsync(caller.Sees, after?[0], limit + 1, ct);
        var next = rows.Count > limit ? Parameters.CursorOf(rows[limit - 1].Name) : null;
        return TypedResults.Ok(new AgentPage(
            await AgentReport.OfAsync([.. rows.Take(limit)], caller, reports, ct), next));
    }

    private static string TagOf(AgentRow agent, Caller caller) =>
        EntityTag.Of(AgentDetail.Of(agent, caller), ApiJson.Readable.AgentDetail);

    private static Problem Unexpected(string name, bool exists) =>
        Problems.PreconditionFailed($"Agent '{name}'", exists ? $"/api/v1/agents/{name}" : null);
}
