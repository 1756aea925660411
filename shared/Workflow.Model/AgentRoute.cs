namespace Workflow.Model;

/// <summary>How the bridge reaches an agent when not by a plain POST: member <c>route</c> of an
/// <see cref="AgentTask"/>. The task's own endpoint is null then, so that a bridge of an earlier release leaves it
/// alone instead of posting what the agent does not understand.</summary>
/// <param name="Transport">One of <see cref="AgentTransport"/>; a bridge that does not know it fails the
/// attempt.</param>
/// <param name="Endpoint">An absolute http or https address.</param>
/// <param name="Tool">Name of the tool at the endpoint, where there are several; null for none.</param>
public sealed record AgentRoute(string Transport, string Endpoint, string? Tool);

/// <summary>How tasks reach an agent.</summary>
public static class AgentTransport
{
    /// <summary>The bridge posts the task to the endpoint.</summary>
    public const string Http = "http";

    /// <summary>The agent is an A2A server, and the bridge its client.</summary>
    public const string A2a = "a2a";

    /// <summary>The agent is a tool of an MCP server, and the bridge its client.</summary>
    public const string Mcp = "mcp";

    /// <summary>The agent reads the tasks' topic itself.</summary>
    public const string Kafka = "kafka";
}
