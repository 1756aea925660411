using Workflow.Model;

namespace Workflow.Execution.Agents;

/// <summary>What the registry says of an agent.</summary>
/// <param name="Endpoint">Where the bridge posts tasks; null for an agent that reads the topic itself.</param>
/// <param name="Timeout">Limit of one attempt; null without one.</param>
/// <param name="ConcurrencyMax">Calls at a time that it wants of one bridge; null for no wish.</param>
/// <param name="Auth">How the bridge logs in at it; null when it does not.</param>
public sealed record AgentEntry(
    string Name, string? Endpoint, TimeSpan? Timeout, bool Enabled, int? ConcurrencyMax = null,
    AgentAuth? Auth = null);

/// <summary>The agent registry as the executor sees it.</summary>
public interface IAgentDirectory
{
    /// <summary>The agent, or null when there is none of that name.</summary>
    ValueTask<AgentEntry?> FindAsync(string name, CancellationToken ct);
}
