namespace Workflow.Execution.Agents;

/// <summary>The agent registry is away and nothing is known of the agent: whoever asks may try again later.</summary>
public sealed class RegistryUnavailableException(string message, Exception? cause = null) : Exception(message, cause);
