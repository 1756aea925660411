using Workflow.Jq;

namespace Workflow.Tools.A2a;

/// <summary>One request to an A2A agent, everything evaluated.</summary>
/// <param name="Card">Where the agent's card is; null when <paramref name="Server"/> is where it listens.</param>
/// <param name="Method">As versions before 1.0 call it.</param>
/// <param name="Parameters">An object.</param>
/// <param name="TaskId">The message's id where it has none: the same for every repetition of an attempt.</param>
public sealed record A2aCall(Uri? Card, Uri? Server, string Method, JqValue Parameters, Guid TaskId)
{
    /// <summary>Whether secrets are among the parameters.</summary>
    public bool IsConfidential { get; init; }

    /// <summary>Whether the agent answers with events, which are all of the output.</summary>
    public bool IsStream => Method is "message/stream" or "tasks/resubscribe";

    /// <summary>Whether it sends a message, whose id and role have defaults.</summary>
    public bool IsMessage => Method is "message/send" or "message/stream";

    /// <summary>What steps call it.</summary>
    public string ToolName => $"{Method} {(Card ?? Server!).Authority}";

    // A record would show its members.
    public override string ToString() => ToolName;
}
