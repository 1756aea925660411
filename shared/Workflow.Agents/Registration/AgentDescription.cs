namespace Workflow.Agents.Registration;

/// <summary>What an endpoint says of its agent.</summary>
internal sealed record AgentDescription(string Name, string Path, AgentSettings Settings);
