using System.Data.Common;
using Workflow.Execution.Agents;
using Workflow.ExecutionConsumer.Intake;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>What arrives beside the request topic for the shards we own: agent results, cancellations,
/// wake-ups.</summary>
internal sealed partial class LaneMessages(
    AgentCalls calls, ResultInbox inbox, CheckpointIntake checkpoints, Wakeups wakeups, Cancellations cancellations,
    DeadLetterDesk deadLetters, KafkaOptions kafka, TimeProvider clock, ILogger<LaneMessages> logger) : IMessageEvents
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        switch (message.Topic)
        {
            case Topics.AgentResults:
                TakeResult(assignment, message);
                break;
            case Topics.CancellationRequests:
                TakeCancellation(assignment, message);
                break;
            default:
                TakeSignal(assignment, message);
                break;
        }
    }

    private void TakeResult(Assignment assignment, ReceivedMessage message)
    {
        if (!MessageCodec.TryDecode<AgentResult>(message.Value, kafka.BodyBytesMax, out var result, out var reason))
        {
            _ = deadLetters.PutAsync(assignment, message, reason);
            return;
        }

        if (result.Outcome == AgentOutcome.Heartbeat)
        {
            calls.Heard(result.TaskIds ?? []);
            assignment.Done(message.Offset);
            return;
        }

        if (result.Outcome == AgentOutcome.Checkpoint)
        {
            calls.Checkpointed(result.TaskId!.Value, result.Output);
            var offset = message.Offset;
            checkpoints.Add(result, () => assignment.Done(offset));
            return;
        }

        // In memory the result is done when the step's end is committed; else the inbox keeps it for whoever loads the
        // run.
        void Finish(bool isCommitted)
        {
            if (isCommitted)
            {
                assignment.Done(message.Offset);
            }
            else
            {
                inbox.Add(result, message.Value!, () => assignment.Done(message.Offset));
            }
        }

        if (!calls.TryDeliver(result, Finish))
        {
            Finish(isCommitted: false);
        }
    }

    private void TakeCancellation(Assignment assignment, ReceivedMessage message)
    {
        if (MessageCodec.TryDecode<CancellationRequest>(
            message.Value, kafka.BodyBytesMax, out var request, out var reason))
        {
            _ = CancelAsync(assignment, message, request);
        }
        else
        {
            _ = deadLetters.PutAsync(assignment, message, reason);
        }
    }

    private async Task CancelAsync(Assignment assignment, ReceivedMessage message, CancellationRequest request)
    {
        while (assignment.IsCurrent)
        {
            try
            {
                var ended = await cancellations.RunAsync(
                    request.RunId, request.CancelledBy, request.Reason, isAnnounced: true, CancellationToken.None);
                LogCancelled(logger, request.RunId, ended);
                assignment.Done(message.Offset);
                return;
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                LogCancelHeld(logger, error, request.RunId);
                await Task.Delay(RetryDelay, clock);
            }
        }
    }

    private void TakeSignal(Assignment assignment, ReceivedMessage message)
    {
        if (message.Key is { } key && Guid.TryParse(System.Text.Encoding.UTF8.GetString(key), out var runId))
        {
            wakeups.Add(runId);
        }

        assignment.Done(message.Offset);
    }
}
