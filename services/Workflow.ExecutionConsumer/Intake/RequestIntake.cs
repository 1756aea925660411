using System.Data.Common;
using Workflow.Definitions;
using Workflow.Execution;
using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Jq;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Intake;

/// <summary>Takes messages of the request topic. In fast mode a run is executed straight from its message; in backlog
/// mode a
/// message only counts as seen, since its row exists and the backlog is paged from the database.</summary>
internal sealed partial class RequestIntake(
    RunTable runs, RunStarter starter, HoldTable holds, Suspects suspects, DefinitionCache definitions, Backlog backlog,
    ForeignRequests foreign, DeadLetterDesk deadLetters, KafkaOptions kafka, ConsumerOptions options,
    ExecutionOptions execution, ILogger<RequestIntake> logger)
{
    /// <summary>Takes a message of an owned shard. Called on Kafka's thread or while a partition is taken; never
    /// waits.</summary>
    public void Take(OwnedPartition owned, in ReceivedMessage message)
    {
        var assignment = owned.Assignment;
        if (!MessageCodec.TryDecode<ExecutionRequest>(
            message.Value, kafka.BodyBytesMax, out var request, out var reason))
        {
            _ = deadLetters.PutAsync(assignment, message, reason);
            return;
        }

        if (message.Header(MessageHeaders.Source) != MessageHeaders.SourceApi)
        {
            _ = foreign.TakeAsync(assignment, message, request);
            return;
        }

        if (suspects.Contains(request.RunId) || runs.Contains(request.RunId))
        {
            assignment.Done(message.Offset);
            return;
        }

        if (backlog.IsOn || runs.Unbegun >= options.IntakeHighMark || runs.Count >= execution.RunsInMemoryMax)
        {
            Postpone(assignment, message);
            return;
        }

        if (request.WorkflowPlan.IsEmpty || request.WorkflowPlan.Utf8.Span.SequenceEqual("null"u8)
            || holds.Of(message.Partition) is not { } hold)
        {
            _ = LoadAsync(assignment, message, request.RunId);
            return;
        }

        StartFromMessage(assignment, message, request, hold);
    }

    /// <summary>Backlog mode: the row exists, so the message has done its work.</summary>
    public void Postpone(Assignment assignment, in ReceivedMessage message)
    {
        backlog.Begin();
        assignment.Done(message.Offset);
    }

    private void StartFromMessage(
        Assignment assignment, in ReceivedMessage message, ExecutionRequest request, Execution.Ownership.ShardHold hold)
    {
        var definition = definitions.GetOrRead(request.WorkflowPlan.Utf8);
        if (!definition.IsValid)
        {
            _ = LoadAsync(assignment, message, request.RunId);
            return;
        }

        var run = runs.TryStart(new RunStart
        {
            RunId = request.RunId,
            Hold = hold,
            Definition = definition.Definition,
            Input = request.InputData.IsEmpty ? JqValue.Null : JqValue.Parse(request.InputData.Utf8.Span),
        });
        if (run is null)
        {
            assignment.Done(message.Offset);
        }
        else
        {
            _ = FollowAsync(run, assignment, message);
        }
    }

    /// <summary>The message is done once the run has left PENDING, or cannot.</summary>
    private async Task FollowAsync(ActiveRun run, Assignment assignment, ReceivedMessage message)
    {
        await run.Executor.Begun;
        if (run.Exit.IsCompleted && await run.Exit is var exit
            && exit is RunExit.Gone or RunExit.Released or RunExit.Fenced)
        {
            if (exit == RunExit.Gone)
            {
                await deadLetters.PutAsync(assignment, message, "the run does not exist (any more)");
            }

            return;
        }

        assignment.Done(message.Offset);
    }

    private async Task LoadAsync(Assignment assignment, ReceivedMessage message, Guid runId)
    {
        try
        {
            var found = await starter.LoadAsync([runId], CancellationToken.None);
            if (found.Count == 0 && !runs.Contains(runId))
            {
                await deadLetters.PutAsync(assignment, message, "the run does not exist (any more)");
                return;
            }

            assignment.Done(message.Offset);
        }
        catch (Exception error) when (error is DbException or IOException or TimeoutException)
        {
            LogLeftToSweep(logger, error, runId);
            assignment.Done(message.Offset);
        }
    }
}
