using Workflow.Definitions;
using Workflow.Execution;
using Workflow.Execution.Ownership;
using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.ExecutionConsumer.Telemetry;
using Workflow.Jq;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Intake;

/// <summary>Takes messages of the request topic. In fast mode a run is executed straight from its message; in backlog
/// mode a message only counts as seen, since its row exists and the backlog is paged from the database.</summary>
internal sealed partial class RequestIntake(
    RunTable runs, RunStarter starter, HoldTable holds, Suspects suspects, DefinitionCache definitions, Backlog backlog,
    ForeignRequests foreign, DeadLetterDesk deadLetters, KafkaOptions kafka, ConsumerOptions options,
    ExecutionOptions execution, ILogger<RequestIntake> logger)
{
    /// <summary>Takes a message of an owned shard. Called on Kafka's thread or while a partition is taken; never
    /// waits.</summary>
    public void Take(OwnedPartition owned, Assignment assignment, in ReceivedMessage message)
    {
        if (Read(assignment, message) is not { } request)
        {
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

        if (request.WorkflowPlan.IsNull
            || holds.Of(message.Partition) is not { } hold)
        {
            _ = LoadAsync(assignment, message, request.RunId);
            return;
        }

        StartFromMessage(owned, assignment, message, request, hold);
    }

    /// <summary>More messages wait for their shard to be taken than memory should hold.</summary>
    public void Overflow(Assignment assignment, in ReceivedMessage message)
    {
        if (Read(assignment, message) is not null)
        {
            Postpone(assignment, message);
        }
    }

    /// <returns>A request of our own API, whose row exists; null when the message went another way.</returns>
    private ExecutionRequest? Read(Assignment assignment, in ReceivedMessage message)
    {
        if (!MessageCodec.TryDecode<ExecutionRequest>(
            message.Value, kafka.BodyBytesMax, out var request, out var reason))
        {
            _ = deadLetters.PutAsync(assignment, message, reason);
            return null;
        }

        if (message.Header(MessageHeaders.Source) != MessageHeaders.SourceApi)
        {
            _ = foreign.TakeAsync(assignment, message, request);
            return null;
        }

        return request;
    }

    /// <summary>Backlog mode: the row exists, so the message has done its work.</summary>
    private void Postpone(Assignment assignment, in ReceivedMessage message)
    {
        backlog.Begin();
        assignment.Done(message.Offset);
    }

    private void StartFromMessage(
        OwnedPartition owned, Assignment assignment, in ReceivedMessage message, ExecutionRequest request,
        ShardHold hold)
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
            Input = JqValue.ParseOrNull(request.InputData.Utf8.Span),
            TraceParent = Tracing.IsOn ? message.Header(MessageHeaders.TraceParent) : null,
        });
        if (run is null)
        {
            assignment.Done(message.Offset);
        }
        else
        {
            ConsumerInstruments.Began(message.SentAt);
            _ = FollowAsync(run, owned, assignment, message);
        }
    }

    /// <summary>The message is done once the run has left PENDING. Where that can only happen elsewhere, the message
    /// goes with the partition; where it can never happen, it is a dead letter.</summary>
    private async Task FollowAsync(
        ActiveRun run, OwnedPartition owned, Assignment assignment, ReceivedMessage message)
    {
        if (await run.Executor.Begun)
        {
            assignment.Done(message.Offset);
        }
        else if (await run.Exit == RunExit.Gone)
        {
            await deadLetters.PutAsync(assignment, message, "the run does not exist (any more)");
        }
        else if (!owned.Revoked.IsCancellationRequested)
        {
            // Still ours, so the row is found by the look at open runs.
            assignment.Done(message.Offset);
        }
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
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogLeftToSweep(logger, error, runId);
            assignment.Done(message.Offset);
        }
    }
}
