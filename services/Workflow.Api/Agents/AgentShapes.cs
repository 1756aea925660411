using Workflow.Api.Http;
using Workflow.Database.Schema;
using Workflow.Model;

namespace Workflow.Api.Agents;

/// <summary>An agent as callers see it.</summary>
/// <param name="Endpoint">Null also for who may call it but does not own it.</param>
/// <param name="MaxConcurrency">Calls that one bridge makes of it at a time; null for the bridge's own limit.</param>
/// <param name="Auth">How bridges log in at it, with the secret by name. Null when they do not, and where the endpoint
/// is hidden.</param>
/// <param name="Shared">Whether everybody may call it.</param>
public sealed record AgentDetail(
    string Name, string Transport, string? Endpoint, string? Description, int? TimeoutSeconds, int? MaxConcurrency,
    AgentAuth? Auth, bool Enabled, bool Shared, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static AgentDetail Of(AgentRow row, Caller caller)
    {
        var isTheirs = caller.IsAdmin || row.OwnerId == caller.OwnerId;
        return new AgentDetail(
            row.Name, row.Transport, isTheirs ? row.Endpoint : null, row.Description, row.TimeoutSeconds,
            row.MaxConcurrency, isTheirs ? row.Auth : null, row.Enabled, row.Shared, row.CreatedAt, row.UpdatedAt);
    }
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record AgentPage(IReadOnlyList<AgentDetail> Agents, string? Next);
