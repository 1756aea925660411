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
            return Finish(call, FromInbox(waiting), task, (await FindAsync(call, task, ct)).Agent);
        }

        var (agent, away) = await FindAsync(call, task, ct);
        if (away is not null)
        {
            return TaskOutcome.Failed(WorkflowError.Communication(
                503, $"{away} Nothing is known of agent '{task.Agent}' yet, and it was not called.", task.Pointer));
        }

        if (agent is not { Enabled: true })
        {
            return TaskOutcome.Failed(WorkflowError.Configuration(
                agent is null
                    ? $"There is no agent '{task.Agent}'. Register it {agents.PlaceOf(task.Agent)}."
                    : $"Agent '{task.Agent}' is disabled. Enable it {agents.PlaceOf(task.Agent)}.",
                task.Pointer));
        }

        var message = Message(call, task, agent);
        if (FaultOf(call, message, agent) is { } fault)
        {
            return TaskOutcome.Failed(WorkflowError.Validation(fault, task.Pointer));
        }

        var due = message.Deadline;
        if (due is null)
        {
            return await CallAsync(call, message, task, agent, ct);
        }

        var outcome = await Deadline.RunAsync(
            call.Run,
            due.Value,
            inner => CallAsync(call, message, task, agent, inner),
            () => WorkflowError.Timeout($"Agent '{task.Agent}' did not answer within {agent.Timeout}.", task.Pointer),
            ct);
        return outcome.Again is null ? AgentRetries.Decide(call, outcome, agent, null) : outcome;
    }

    /// <summary>Looks the agent up, without a slot if that takes long.</summary>
    /// <returns>The agent, null when there is none; or why nobody can tell.</returns>
    private async ValueTask<(AgentEntry? Agent, string? Away)> FindAsync(
        TaskCall call, CallAgentTask task, CancellationToken ct)
    {
        try
        {
            var found = agents.FindAsync(task.Agent, ct);
            return (found.IsCompleted ? await found : await call.Run.InProcessAsync(found.AsTask()), null);
        }
        catch (RegistryUnavailableException error)
        {
            return (null, error.Message);
        }
    }

    /// <summary>Why the agent is not to be asked this; null when it is.</summary>
    private string? FaultOf(TaskCall call, AgentTask message, AgentEntry agent)
    {
        if (message.Input.Utf8.Length > options.AgentInputBytesMax)
        {
            return $"The input of agent '{agent.Name}' has {message.Input.Utf8.Length} bytes; " +
                $"{options.AgentInputBytesMax} are allowed (option AgentInputBytesMax). Pass a reference to big data " +
                "instead.";
        }

        // What was sent before a take-over is sent again as it was.
        return call.Recorded is null && agent.Terms.FaultOfInput(message.Input) is { } fault
            ? $"The input of agent '{agent.Name}' does not fit its input_schema: {fault}. It was not called."
            : null;
    }

    private async ValueTask<TaskOutcome> CallAsync(
        TaskCall call, AgentTask message, CallAgentTask task, AgentEntry agent, CancellationToken ct)
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

            var now = call.Run.Clock.GetUtcNow();
            using (var wait = call.Run.Timers.Add(
                now + 3 * options.ParkAgentAfter, parkableFrom: now + options.ParkAgentAfter))
            {
                // An accepted call may last for hours, and nothing about it needs memory.
                waiting.OnAccepted = until => wait.Move(until, parkableFrom: now);
                Send(call, waiting, now);
                await call.Run.OutsideAsync(waiting.Result.OrCancelled(ct));
            }

            taken = true;
            return Finish(call, await waiting.Result, task, agent);
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

    private void Send(TaskCall call, AgentCall waiting, DateTimeOffset now)
    {
        if (call.Run.Start.Accepted.TryGetValue(call.TaskId, out var until) && until > now)
        {
            calls.Await(waiting, until);
        }
        else
        {
            calls.Send(waiting);
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
                Metadata = MetadataOf(agent),
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
            RateLimit = agent.RateLimit,
            TraceParent = Tracing.Current,
            Route = agent.Route,
        };
    }

    private static RawJson MetadataOf(AgentEntry agent) => agent.Version is null
        ? default
        : new RawJson(JqValue.Object(
            [KeyValuePair.Create("agent_version", JqValue.String(agent.Version))]).ToUtf8());

    /// <param name="agent">Null when it is registered no more.</param>
    private static TaskOutcome Finish(TaskCall call, AgentDelivery delivery, CallAgentTask task, AgentEntry? agent)
    {
        call.Committed = delivery.Committed;
        call.InboxKeys = [call.TaskId.ToString()];
        var result = delivery.Result;
        if (result.Outcome == AgentOutcome.Completed)
        {
            call.Run.Checkpoints.Note(call.Key, default);
            return agent?.Terms.FaultOfOutput(result.Output) is { } fault
                ? TaskOutcome.Failed(WorkflowError.Validation(
                    $"The output of agent '{task.Agent}' does not fit its output_schema: {fault}.", task.Pointer))
                : TaskOutcome.Completed(
                    JqValue.ParseOrNull(result.Output.Utf8.Span));
        }

        var error = result.Error;
        var failed = TaskOutcome.Failed(new WorkflowError(
            error?.Type ?? StandardErrors.Communication,
            error?.Status ?? 502,
            error?.Title ?? $"Agent '{task.Agent}' failed.",
            error?.Detail,
            task.Pointer));
        return AgentRetries.Decide(
            call, failed, agent, error?.RetryAfterSeconds is { } seconds ? TimeSpan.FromSeconds(seconds) : null);
    }

    private static AgentDelivery FromInbox(RawJson payload)
    {
        var result = System.Text.Json.JsonSerializer.Deserialize(payload.Utf8.Span, MessageJson.Default.AgentResult)!;
        return new AgentDelivery(result, _ => { });
    }
}
