using Workflow.Bridge.Agents;

namespace Workflow.Bridge.Logins;

/// <summary>A request that was not sent, for the lack of a login.</summary>
internal sealed class LoginException(AgentAnswer answer) : HttpRequestException(answer.Error?.Detail)
{
    /// <summary>Of the call that it belongs to.</summary>
    public AgentAnswer Answer { get; } = answer;
}
