using Workflow.Bridge.Calls;
using Workflow.Hosting;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Cancellations;

/// <summary>Breaks off the calls of cancelled runs. Every bridge hears of every cancellation.</summary>
/// <param name="heard">Rung with each: accepted tasks of the run have ended too.</param>
internal sealed class CancellationListener(
    CallTable calls, KafkaOptions kafka, Doorbell heard, ILogger<CancellationListener> logger) : IMessageEvents
{
    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        heard.Ring();
        // What cannot be read becomes a dead letter by the shard's owner, once and not per bridge.
        if (MessageCodec.TryDecode<CancellationRequest>(message.Value, kafka.BodyBytesMax, out var request, out _)
            && calls.AbortRun(request.RunId) is > 0 and var aborted)
        {
            logger.RunCancelled(request.RunId, aborted);
        }
    }
}
