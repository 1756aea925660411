using System.Data.Common;
using System.Text;
using Workflow.Bridge.Calls;
using Workflow.Bridge.Cancellations;
using Workflow.Database.Bridge;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Callbacks;

/// <summary>Ends calls that agents answer later: what is left of them is a row, and no memory of any bridge.</summary>
internal sealed class AcceptedCalls(
    AcceptedTasks tasks, MessageProducer producer, AgentCanceller canceller, TimeProvider time,
    ILogger<AcceptedCalls> logger)
{
    private static readonly TimeSpan RetryPause = TimeSpan.FromMilliseconds(500);

    /// <summary>Ends when the row is committed, so that no bridge calls the agent for this task again, or when nobody
    /// wants the answer any more.</summary>
    /// <exception cref="OperationCanceledException">The call was broken off.</exception>
    public async Task KeepAsync(OpenCall call, TimeSpan lifetime)
    {
        try
        {
            while (true)
            {
                try
                {
                    if (await tasks.AcceptAsync(call.Task, lifetime, call.Token) is { } until)
                    {
                        logger.TaskAccepted(call.Task.TaskId, call.Task.RunId, call.Task.Agent, until);
                        Tell(call, until);
                    }
                    else
                    {
                        canceller.Tell(new CancelNotice(call.Task, CancelNotice.Ended));
                    }

                    return;
                }
                catch (Exception error) when (error is DbException or IOException or TimeoutException)
                {
                    logger.AcceptanceHeld(error, call.Task.TaskId, call.Task.RunId);
                    await Task.Delay(RetryPause, time, call.Token);
                }
            }
        }
        catch (OperationCanceledException) when (call.Reason == AbortReason.Ended)
        {
            canceller.Tell(new CancelNotice(call.Task, CancelNotice.Ended));
            throw;
        }
    }

    /// <summary>Tells the owner that it need not send the task again. A message that is lost is made good when it
    /// does.</summary>
    public void Tell(OpenCall call, DateTimeOffset until)
    {
        var result = new AgentResult(
            call.Task.TaskId, call.Task.RunId, AgentOutcome.Accepted, default, null, call.Shard, null,
            time.GetUtcNow())
        {
            AcceptedUntil = until,
        };
        producer.TrySend(
            Topics.AgentResults, call.Shard, Encoding.ASCII.GetBytes(call.Task.RunId.ToString()),
            MessageCodec.Encode(result));
    }
}
