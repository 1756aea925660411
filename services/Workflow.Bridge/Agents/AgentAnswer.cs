using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>How one call of an agent ended: an output, or an error in the DSL's shape.</summary>
internal readonly record struct AgentAnswer(RawJson Output, AgentError? Error)
{
    public static AgentAnswer Of(RawJson output) => new(output, null);

    public static AgentAnswer TimedOut(string detail) =>
        Failed(StandardErrors.Timeout, 408, "The agent did not answer in time.", detail);

    public static AgentAnswer Unreachable(string detail) =>
        Failed(StandardErrors.Communication, 503, "The agent could not be reached.", detail);

    /// <summary>The agent answered, but not what it has to.</summary>
    public static AgentAnswer Unusable(string detail) =>
        Failed(StandardErrors.Communication, 502, "The agent's answer cannot be used.", detail);

    public static AgentAnswer Misconfigured(string detail) =>
        Failed(StandardErrors.Configuration, 400, "The agent's endpoint cannot be called.", detail);

    /// <summary>The agent was not called: the bridge has no secret to log in with.</summary>
    public static AgentAnswer NoSecret(string detail) =>
        Failed(StandardErrors.Configuration, 400, "The agent's secret cannot be used.", detail);

    /// <summary>The agent was not called: the token endpoint refused the client.</summary>
    public static AgentAnswer NotLoggedIn(string detail) =>
        Failed(StandardErrors.Authentication, 401, "No token for the agent was given.", detail);

    /// <summary>The agent was not called: the token endpoint is not there or does not work.</summary>
    public static AgentAnswer NoToken(int status, string detail) =>
        Failed(StandardErrors.Communication, status, "No token for the agent could be fetched.", detail);

    /// <summary>The agent was not called: its circuit is open.</summary>
    public static AgentAnswer Unavailable(string detail) =>
        Failed(StandardErrors.AgentUnavailable, 503, "The agent is not called for the moment.", detail);

    /// <summary>The agent said nothing for too long.</summary>
    public static AgentAnswer Silent(TimeSpan limit) => TimedOut(
        $"It sent no line for {limit.TotalSeconds:0.###} s (WORKFLOW_BRIDGE_STREAM_SILENCE_MAX_MS).");

    public static AgentAnswer Refused(int status, string title, string? detail) =>
        Failed(StandardErrors.Communication, status, title, detail);

    private static AgentAnswer Failed(string type, int status, string title, string? detail) =>
        new(default, new AgentError(type, status, title, detail));
}
