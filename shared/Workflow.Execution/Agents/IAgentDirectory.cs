using Workflow.Model;

namespace Workflow.Execution.Agents;

/// <summary>What the registry says of an agent.</summary>
/// <param name="Endpoint">Where the bridge posts tasks; null for an agent that has a route, and for one that reads the
/// topic itself.</param>
/// <param name="Timeout">Limit of one attempt; null without one.</param>
/// <param name="ConcurrencyMax">Calls at a time that it wants of one bridge; null for no wish.</param>
/// <param name="Auth">How the bridge logs in at it; null when it does not.</param>
public sealed record AgentEntry(
    string Name, string? Endpoint, TimeSpan? Timeout, bool Enabled, int? ConcurrencyMax = null,
    AgentAuth? Auth = null)
{
    /// <summary>How the bridge reaches an agent whose tasks are not posted; null for others.</summary>
    public AgentRoute? Route { get; init; }

    /// <summary>A label of the agent's own; null without one.</summary>
    public string? Version { get; init; }

    /// <summary>How often it may be called; null for as often as there are calls.</summary>
    public RateLimit? RateLimit { get; init; }

    /// <summary>What it takes and gives, and how it is called again.</summary>
    public AgentTerms Terms { get; init; } = AgentTerms.None;
}

/// <summary>The agent registry as the executor sees it.</summary>
public interface IAgentDirectory
{
    /// <summary>Where an agent is registered and changed, as the end of a sentence.</summary>
    string PlaceOf(string name) => $"with PUT /api/v1/agents/{name}";

    /// <summary>The agent, or null when there is none of that name.</summary>
    /// <exception cref="RegistryUnavailableException">Nobody can tell.</exception>
    ValueTask<AgentEntry?> FindAsync(string name, CancellationToken ct);
}
