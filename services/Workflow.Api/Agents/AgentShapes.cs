using Workflow.Database.Schema;

namespace Workflow.Api.Agents;

/// <summary>An agent as callers see it.</summary>
public sealed record AgentDetail(
    string Name, string Transport, string? Endpoint, string? Description, int? TimeoutSeconds, bool Enabled,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static AgentDetail Of(AgentRow row) => new(
        row.Name, row.Transport, row.Endpoint, row.Description, row.TimeoutSeconds, row.Enabled, row.CreatedAt,
        row.UpdatedAt);
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record AgentPage(IReadOnlyList<AgentDetail> Agents, string? Next);
