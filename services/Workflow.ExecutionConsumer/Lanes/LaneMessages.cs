using System.Data.Common;
using Workflow.Execution.Agents;
using Workflow.ExecutionConsumer.Intake;
using Workflow.ExecutionConsumer.Reports;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>What arrives beside the request topic for the shards we own: agent results, cancellations,
/// wake-ups.</summary>
internal sealed partial class LaneMessages(
    AgentCalls calls, ResultInbox inbox, CheckpointIntake checkpoints, ReportIntake reports, Wakeups wakeups,
    Cancellations cancellations, DeadLetterDesk deadLetters, KafkaOptions kafka, TimeProvider clock,
    ILogger<LaneMessages> logger) : IMessageEvents
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
            TakeUnreadable(assignment, message, reason);
            return;
        }

        var offset = message.Offset;
        switch (result.Outcome)
        {
            case AgentOutcome.Heartbeat:
                calls.Heard(result.TaskIds ?? []);
                SendAgain(result.Again ?? []);
                assignment.Done(offset);
                break;
            case AgentOutcome.Accepted:
                // The database has it.
                calls.Accepted(result.TaskId!.Value, result.AcceptedUntil!.Value);
                assignment.Done(offset);
                break;
            case AgentOutcome.Checkpoint:
                calls.Checkpointed(result.TaskId!.Value, result.Output);
                checkpoints.Add(result, () => assignment.Done(offset));
                break;
            case AgentOutcome.Report:
                calls.Heard([result.TaskId!.Value]);
                reports.Add(result, offset, () => assignment.Done(offset));
                break;
            default:
                // What it has reported before is to be known before its step ends.
                reports.After(
                    result.TaskId!.Value, () => Deliver(result, message.Value!, () => assignment.Done(offset)));
                break;
        }
    }

    /// <summary>A run that is not in memory sends its task when it is loaded.</summary>
    private void SendAgain(IReadOnlyList<TaskOfRun> tasks)
    {
        foreach (var task in tasks)
        {
            if (!calls.TrySendAgain(task.TaskId))
            {
                wakeups.Add(task.RunId);
            }
        }
    }

    /// <summary>In memory the result is done when the step's end is committed; else the inbox keeps it for whoever
    /// loads the run.</summary>
    private void Deliver(AgentResult result, byte[] body, Action done)
    {
        void Finish(bool isCommitted)
        {
            if (isCommitted)
            {
                done();
            }
            else
            {
                inbox.Add(result, body, done);
            }
        }

        if (!calls.TryDeliver(result, Finish))
        {
            Finish(isCommitted: false);
        }
    }

    /// <summary>A result that is only too large fails its attempt: sent again, it would be too large again.</summary>
    private void TakeUnreadable(Assignment assignment, ReceivedMessage message, string reason)
    {
        if (OversizedResult.Failure(message.Value, kafka.BodyBytesMax, clock.GetUtcNow()) is { } failure)
        {
            LogOversized(logger, failure.TaskId!.Value, failure.RunId!.Value, message.Value!.Length);
            reports.After(failure.TaskId.Value, () => Deliver(
                failure, MessageCodec.Encode(failure),
                () => _ = deadLetters.PutAsync(assignment, message, reason)));
        }
        else
        {
            _ = deadLetters.PutAsync(assignment, message, reason);
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
