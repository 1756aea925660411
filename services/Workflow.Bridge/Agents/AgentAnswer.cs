using Workflow.Bridge.Cancellations;
using Workflow.Bridge.Options;
using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>How one call of an agent ended: an output, an error in the DSL's shape, or the promise to call
/// back.</summary>
internal readonly record struct AgentAnswer(RawJson Output, AgentError? Error)
{
    /// <summary>How long the task stands as accepted without another word; null for an answer.</summary>
    public TimeSpan? AcceptedFor { get; private init; }

    /// <summary>Why the call was broken off while the agent was at work, one of <see cref="CancelNotice"/>; null when
    /// it was not.</summary>
    public string? BrokenOff { get; private init; }

    public static AgentAnswer NoCallback => Failed(
        StandardErrors.Configuration, 400, "The agent answered 202, but it cannot call back.",
        "Set WORKFLOW_CALLBACK_URL and WORKFLOW_CALLBACK_SECRET for bridges and APIs, or let the agent answer with its "
        + "result.");

    public static AgentAnswer Of(RawJson output) => new(output, null);

    public static AgentAnswer Accepted(TimeSpan lifetime) => new(default, null) { AcceptedFor = lifetime };

    public static AgentAnswer TimedOut(string detail) =>
        Failed(StandardErrors.Timeout, 408, "The agent did not answer in time.", detail) with
        {
            BrokenOff = CancelNotice.Deadline,
        };

    /// <summary>The task's time is over.</summary>
    public static AgentAnswer Late(AgentTask task, BridgeOptions options) => TimedOut(task.Deadline is { } deadline
        ? $"The deadline was {deadline:O}."
        : $"The task has no deadline; the bridge waits {options.CallTimeout.TotalSeconds:0.###} s.");

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

    /// <summary>The agent wants somebody to log in, which no bridge can do.</summary>
    public static AgentAnswer WantsLogin(string? detail) =>
        Failed(StandardErrors.Authentication, 401, "The agent asks for another login.", detail);

    /// <summary>The agent was not called: the token endpoint is not there or does not work.</summary>
    public static AgentAnswer NoToken(int status, string detail) =>
        Failed(StandardErrors.Communication, status, "No token for the agent could be fetched.", detail);

    /// <summary>The agent was not called: its circuit is open.</summary>
    public static AgentAnswer Unavailable(string detail) =>
        Failed(StandardErrors.AgentUnavailable, 503, "The agent is not called for the moment.", detail);

    /// <summary>The agent said nothing for too long.</summary>
    /// <param name="what">What it did not send.</param>
    public static AgentAnswer Silent(TimeSpan limit, string what = "line") => TimedOut(
        $"It sent no {what} for {limit.TotalSeconds:0.###} s (WORKFLOW_BRIDGE_STREAM_SILENCE_MAX_MS).") with
    {
        BrokenOff = CancelNotice.Silence,
    };

    /// <summary>The agent was not called: it cannot be given such an input.</summary>
    public static AgentAnswer BadInput(string detail) =>
        Failed(StandardErrors.Validation, 400, "The agent cannot be given this input.", detail);

    public static AgentAnswer Refused(int status, string title, string? detail) =>
        Failed(StandardErrors.Communication, status, title, detail);

    private static AgentAnswer Failed(string type, int status, string title, string? detail) =>
        new(default, new AgentError(type, status, title, detail));
}
