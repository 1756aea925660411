using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>Makes every call by the transport that its task names; a task without a route is posted.</summary>
internal sealed class AgentTransports(IAgentTransport http, IAgentTransport a2a, IAgentTransport mcp)
{
    /// <inheritdoc cref="IAgentTransport.CallAsync"/>
    public Task<AgentAnswer> CallAsync(TransportCall call, CancellationToken aborted) => call.Task.Route switch
    {
        null => http.CallAsync(call, aborted),
        { Transport: AgentTransport.A2a } => a2a.CallAsync(call, aborted),
        { Transport: AgentTransport.Mcp } => mcp.CallAsync(call, aborted),
        var route => Task.FromResult(Unknown(route)),
    };

    /// <summary>Of a later release, or changed by hand.</summary>
    private static AgentAnswer Unknown(AgentRoute route) => AgentAnswer.Misconfigured(
        $"This bridge does not know the transport '{route.Transport}'; run it in the release of the other services.");
}
