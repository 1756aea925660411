using Workflow.Database.Schema;

namespace Workflow.Database.Agents;

/// <summary>Agents as callers may see and call them: those of the table, or of another registry.</summary>
public interface IAgentLookup
{
    /// <summary>The agent of that name that may be called, or null: the owner's own, or a shared one.</summary>
    /// <param name="sees">Owner whose agents may be called; null for everybody's.</param>
    Task<AgentRow?> FindVisibleAsync(string? sees, string name, CancellationToken ct);

    /// <summary>Agents that may be called by name, at most <paramref name="limit"/>, after the given one.</summary>
    /// <param name="sees">Owner whose agents are listed, with the shared ones; null for everybody's.</param>
    Task<List<AgentRow>> ListAsync(string? sees, string? after, int limit, CancellationToken ct);

    /// <summary>Those of the names that there is no agent for.</summary>
    /// <param name="sees">Owner whose agents count, with the shared ones; null for everybody's.</param>
    Task<List<string>> MissingAsync(string? sees, IReadOnlyCollection<string> names, CancellationToken ct);

    /// <summary>Those of the names whose agent is disabled.</summary>
    /// <param name="sees">Owner whose agents count, with the shared ones; null for everybody's.</param>
    Task<List<string>> DisabledAsync(string? sees, IReadOnlyCollection<string> names, CancellationToken ct);
}
