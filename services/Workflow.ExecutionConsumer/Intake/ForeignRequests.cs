using System.Data.Common;
using System.Text;
using Npgsql;
using Workflow.Database.Agents;
using Workflow.Database.Definitions;
using Workflow.Database.Transitions;
using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Execution.Agents;
using Workflow.Execution.Errors;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Intake;

/// <summary>Requests that somebody else put on the topic: checked as HTTP checks them, entered as a row, then
/// started.</summary>
internal sealed partial class ForeignRequests(
    IAcceptForeignRun accept, RunStarter starter, DefinitionCache definitions, HoldTable holds, IAgentLookup agents,
    IAgentDirectory directory,
    DefinitionStore registry, DeadLetterDesk deadLetters, IMessageSender producer, ClusterShape cluster,
    ConsumerOptions options, TimeProvider clock, ILogger<ForeignRequests> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    /// <summary>Takes one request to its end: a row, a dead letter, or both. Repeats while the database or
    /// the agent registry is away.</summary>
    public async Task TakeAsync(Assignment assignment, ReceivedMessage message, ExecutionRequest request)
    {
        while (assignment.IsCurrent)
        {
            try
            {
                if (await EnterAsync(message, request) is { } reason)
                {
                    await deadLetters.PutAsync(assignment, message, reason);
                }
                else
                {
                    assignment.Done(message.Offset);
                }

                return;
            }
            catch (PostgresException error) when (Refusals.IsContent(error))
            {
                await deadLetters.PutAsync(assignment, message, Refusals.Describe(error));
                return;
            }
            catch (Exception error) when (
                error is DbException or IOException or TimeoutException or RegistryUnavailableException)
            {
                LogHeld(logger, error, request.RunId);
                await Task.Delay(RetryDelay, clock);
            }
        }
    }

    /// <returns>Why it is a dead letter; null when it is entered.</returns>
    private async Task<string?> EnterAsync(ReceivedMessage message, ExecutionRequest request)
    {
        var shard = Sharding.ShardOf(request.RunId, cluster.Partitions);
        if (!await accept.ExistsAsync(request.RunId, CancellationToken.None))
        {
            var sentAt = message.SentAt ?? request.Timestamp;
            if (clock.GetUtcNow() - sentAt > options.ForeignAgeMax)
            {
                return $"the request is from {sentAt:O}, older than {options.ForeignAgeMax} (option ForeignAgeMax)";
            }

            await AcceptAsync(request, shard);
        }

        if (holds.Of(shard) is null)
        {
            Forward(request, shard);
        }
        else
        {
            await starter.LoadAsync([request.RunId], CancellationToken.None);
        }

        return null;
    }

    private async Task AcceptAsync(ExecutionRequest request, int shard)
    {
        var read = request.WorkflowPlan.IsEmpty ? null : definitions.GetOrRead(request.WorkflowPlan.Utf8);
        var definition = read?.Definition;
        var failure = read is null ? "The request has no workflow_plan."
            : definition is null ? string.Join(" ", read.Errors.Select(error => error.ToString()))
            : await UnknownCalleeAsync(definition);
        var run = new ForeignRun(
            request.RunId, options.ForeignOwner, definition?.Document.Name ?? "(unreadable)", shard,
            request.WorkflowPlan, request.InputData.IsNull ? default : request.InputData, definition?.TaskCount ?? 0);
        var error = failure is null
            ? null
            : WorkflowError.Configuration($"The plan cannot be used. {failure}", "/workflow_plan");
        var payload = error is null ? default : new RawJson(error.ToValue().ToUtf8());
        await accept.RunAsync(run, error?.Message, payload, CancellationToken.None);
        LogEntered(logger, request.RunId, shard, failure ?? "accepted");
    }

    private async Task<string?> UnknownCalleeAsync(WorkflowDefinition definition)
    {
        string[] called = [.. definition.Agents];
        var agentless = called.Length == 0
            ? [] : await agents.MissingAsync(options.ForeignOwner, called, CancellationToken.None);
        if (agentless.Count > 0)
        {
            return $"There is no agent '{agentless[0]}'. Register it {directory.PlaceOf(agentless[0])}.";
        }

        var children = TaskTree.ChildrenOf(definition).Select(child => child.Workflow).Distinct().ToList();
        var unknown = children.Count == 0
            ? [] : await registry.MissingAsync(options.ForeignOwner, children, CancellationToken.None);
        return unknown.Count == 0
            ? null
            : $"There is no workflow '{unknown[0]}'. Register it first, with POST /api/v1/workflows.";
    }

    /// <summary>The message came on a partition that is not the run's: its row exists now, so the right owner only
    /// needs waking.</summary>
    private void Forward(ExecutionRequest request, int shard)
    {
        var wake = request with { WorkflowPlan = default, InputData = default, Timestamp = clock.GetUtcNow() };
        producer.TrySend(
            Topics.ExecutionRequests, shard, Encoding.ASCII.GetBytes(request.RunId.ToString()),
            MessageCodec.Encode(wake), new MessageHeader(MessageHeaders.Source, MessageHeaders.SourceApi));
    }
}
