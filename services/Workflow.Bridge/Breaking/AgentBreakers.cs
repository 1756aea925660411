using System.Collections.Concurrent;
using Workflow.Bridge.Options;

namespace Workflow.Bridge.Breaking;

/// <summary>A circuit breaker for each agent, made when it is first called. Thread-safe.</summary>
internal sealed class AgentBreakers(BridgeOptions options, TimeProvider time, ILogger<AgentBreakers> logger)
{
    private readonly ConcurrentDictionary<string, AgentBreaker> _byAgent = new();

    public AgentBreaker Of(string agent) =>
        _byAgent.GetOrAdd(agent, name => new AgentBreaker(name, options, time, logger));
}
