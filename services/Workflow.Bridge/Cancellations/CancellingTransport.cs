using Workflow.Bridge.Agents;

namespace Workflow.Bridge.Cancellations;

/// <summary>Tells the agent when a call is broken off for good; a bridge that goes leaves its calls to
/// another.</summary>
internal sealed class CancellingTransport(IAgentTransport inner, AgentCanceller canceller) : IAgentTransport
{
    public async Task<AgentAnswer> CallAsync(TransportCall call, CancellationToken aborted)
    {
        try
        {
            var answer = await inner.CallAsync(call, aborted);
            if (answer.BrokenOff is { } reason)
            {
                canceller.Tell(new CancelNotice(call.Task, reason));
            }

            return answer;
        }
        catch (OperationCanceledException) when (!call.IsLeft())
        {
            canceller.Tell(new CancelNotice(call.Task, CancelNotice.Ended));
            throw;
        }
    }
}
