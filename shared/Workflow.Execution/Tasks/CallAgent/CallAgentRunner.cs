using Workflow.Definitions.Syntax;
using Workflow.Execution.Agents;
using Workflow.Execution.Errors;
using Workflow.Execution.Runs;
using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Execution.Tasks.CallAgent;

/// <summary><c>call: &lt;agent&gt;</c>: commits the intent, sends the task, waits for the result of the same task
/// id.</summary>
public sealed class CallAgentRunner(AgentCalls calls, IAgentDirectory agents, ExecutionOptions options) : ITaskRunner
{
    public async ValueTask<TaskOutcome> RunAsync(TaskCall call, CancellationToken ct)
    {
        var task = (CallAgentTask)call.Node;
        if (call.Run.Start.Inbox.TryGetValue(call.TaskId.ToString(), out var waiting))
        {
            return Finish(call, FromInbox(waiting), task);
        }

        var agent = await agents.FindAsync(task.Agent, ct);
        if (agent is not { Enabled: true })
        {
            return TaskOutcome.Failed(WorkflowError.Configuration(
                agent is null
                    ? $"There is no agent '{task.Agent}'. Register it with PUT /api/v1/agents/{task.Agent}."
                    : $"Agent '{task.Agent}' is disabled. Enable it with PUT /api/v1/agents/{task.Agent}.",
                task.Pointer));
        }

        var message = Message(call, task, agent);
        if (message.Input.Utf8.Length > options.AgentInputBytesMax)
        {
            return TaskOutcome.Failed(WorkflowError.Validation(
                $"The input of agent '{task.Agent}' has {message.Input.Utf8.Length} bytes; " +
                $"{options.AgentInputBytesMax} are allowed (option AgentInputBytesMax). Pass a reference to big data " +
                "instead.", task.Pointer));
        }

        var due = message.Deadline;
        if (due is null)
        {
            return await CallAsync(call, message, task, ct);
        }

        return await Deadline.RunAsync(
            call.Run,
            due.Value,
            inner => CallAsync(call, message, task, inner),
            () => WorkflowError.Timeout($"Agent '{task.Agent}' did not answer within {agent.Timeout}.", task.Pointer),
            ct);
    }

    private async ValueTask<TaskOutcome> CallAsync(
        TaskCall call, AgentTask message, CallAgentTask task, CancellationToken ct)
    {
        var waiting = calls.Open(message, call.Run.Log.Hold);
        var taken = false;
        try
        {
            call.Begin();
            if (!await call.BarrierAsync(ct))
            {
                return TaskOutcome.Held;
            }

            calls.Send(waiting);
            var now = call.Run.Clock.GetUtcNow();
            using (call.Run.Timers.Add(now + 3 * options.ParkAgentAfter, parkableFrom: now + options.ParkAgentAfter))
            {
                await call.Run.OutsideAsync(waiting.Result.OrCancelled(ct));
            }

            taken = true;
            return Finish(call, await waiting.Result, task);
        }
        finally
        {
            calls.Close(waiting);
            call.Run.Checkpoints.Note(call.Key, waiting.Task.Checkpoint);
            if (!taken && !waiting.TryGiveUp() && waiting.Result.IsCompletedSuccessfully)
            {
                waiting.Result.Result.Committed(false);
            }
        }
    }

    private static AgentTask Message(TaskCall call, CallAgentTask task, AgentEntry agent)
    {
        if (call.Recorded is null)
        {
            var input = task.With?.Evaluate(call.Input, call.Scope) ?? call.Input;
            call.Note(draft => draft with
            {
                AgentName = task.Agent,
                TaskId = call.TaskId,
                Input = call.Run.TextOf(input),
            });
        }

        return new AgentTask(
            call.TaskId, call.Run.RunId, task.Name, call.Key.Path, call.Key.Iteration, call.Key.Attempt, task.Agent,
            agent.Endpoint, call.Draft.Input, call.StartedAt + agent.Timeout, call.Run.Log.Hold.Claim.Shard,
            call.Run.Clock.GetUtcNow())
        {
            Checkpoint = call.Run.Checkpoints.For(call.Key),
            ConcurrencyMax = agent.ConcurrencyMax,
            Auth = agent.Auth,
        };
    }

    private static TaskOutcome Finish(TaskCall call, AgentDelivery delivery, CallAgentTask task)
    {
        call.Committed = delivery.Committed;
        call.InboxKeys = [call.TaskId.ToString()];
        var result = delivery.Result;
        if (result.Outcome == AgentOutcome.Completed)
        {
            call.Run.Checkpoints.Note(call.Key, default);
            return TaskOutcome.Completed(result.Output.IsEmpty ? JqValue.Null : JqValue.Parse(result.Output.Utf8.Span));
        }

        var error = result.Error;
        return TaskOutcome.Failed(new WorkflowError(
            error?.Type ?? StandardErrors.Communication,
            error?.Status ?? 502,
            error?.Title ?? $"Agent '{task.Agent}' failed.",
            error?.Detail,
            task.Pointer));
    }

    private static AgentDelivery FromInbox(RawJson payload)
    {
        var result = System.Text.Json.JsonSerializer.Deserialize(payload.Utf8.Span, MessageJson.Default.AgentResult)!;
        return new AgentDelivery(result, _ => { });
    }
}
