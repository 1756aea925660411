using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>A way to reach agents. Thread-safe; knows nothing of one call once it has ended.</summary>
internal interface IAgentTransport
{
    /// <summary>Calls once: until the deadline or, without one, for <c>CallTimeout</c>. What is wrong with the agent is
    /// an answer too.</summary>
    /// <param name="aborted">Breaks the call off.</param>
    /// <exception cref="OperationCanceledException">The call was broken off.</exception>
    Task<AgentAnswer> CallAsync(TransportCall call, CancellationToken aborted);
}

/// <summary>One call as a transport gets it.</summary>
/// <param name="TraceParent">W3C trace context of the sender, or null.</param>
internal sealed record TransportCall(AgentTask Task, string? TraceParent)
{
    /// <summary>Takes the checkpoints that the agent reports on its way; done when the broker has them.</summary>
    public required Func<RawJson, Task> OnCheckpoint { get; init; }

    /// <summary>Takes what the agent says of its work while it goes on; done when the next may come.</summary>
    public Func<AgentReport, Task> OnReport { get; init; } =
        static _ => System.Threading.Tasks.Task.CompletedTask;

    /// <summary>Reads the last checkpoint that is recorded of the attempt; empty for none. The task's own is older when
    /// its message was read again.</summary>
    public Func<CancellationToken, Task<RawJson>> FindCheckpointAsync { get; init; } =
        static _ => System.Threading.Tasks.Task.FromResult<RawJson>(default);

    /// <summary>Of a call that was broken off: whether another bridge makes it again, so that the agent's work is still
    /// wanted.</summary>
    public required Func<bool> IsLeft { get; init; }
}
