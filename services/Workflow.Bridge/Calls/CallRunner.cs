using Workflow.Bridge.Agents;
using Workflow.Bridge.Breaking;
using Workflow.Bridge.Results;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Calls;

/// <summary>Brings an admitted call to its end: a place, the agent, the result on its way. Never tries twice: the run's
/// owner decides about that.</summary>
internal sealed class CallRunner(
    CallTable calls, AgentGates gates, AgentBreakers breakers, LateLook look, AgentClient agents,
    FinishedCalls finished, ResultSender sender,
    TimeProvider time, ILogger<CallRunner> logger)
{
    private volatile bool _stopping;

    public void Start(OpenCall call) => _ = RunAsync(call);

    /// <summary>From now on no call begins; the running ones go on.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Ends when the result is stored or the call was broken off. Never throws.</summary>
    public async Task RunAsync(OpenCall call)
    {
        // A bug below must not hold the partition back for ever: the owner sends the task again.
        var done = true;
        try
        {
            done = await FinishAsync(call);
        }
        catch (OperationCanceledException) when (call.Reason != AbortReason.None)
        {
            done = call.Reason == AbortReason.Ended;
            logger.CallAborted(call.Task.TaskId, call.Task.RunId, call.Task.Agent, call.Reason);
        }
        catch (Exception error)
        {
            logger.CallBroke(error, call.Task.TaskId, call.Task.RunId, call.Task.Agent);
        }

        calls.Close(call, done);
    }

    /// <returns>False when the call is left to another bridge.</returns>
    private async Task<bool> FinishAsync(OpenCall call)
    {
        var result = finished.Find(call.Task.TaskId);
        if (result is null)
        {
            if (await AskAsync(call) is not { } answer)
            {
                return false;
            }

            result = MessageCodec.Encode(ResultOf(call, answer));
            finished.Remember(call.Task.TaskId, result);
        }

        await sender.SendAsync(call, result);
        return true;
    }

    private async Task<AgentAnswer?> AskAsync(OpenCall call)
    {
        var breaker = breakers.Of(call.Task.Agent);
        if (breaker.Refusal is { } refusal)
        {
            return refusal;
        }

        using var place = await EnterAsync(call);
        if (place is null)
        {
            return AgentAnswer.TimedOut("No place for the call became free before its deadline.");
        }

        if (_stopping || calls.IsElsewhere(call))
        {
            logger.CallLeft(call.Task.TaskId, call.Task.RunId, call.Task.Agent);
            return null;
        }

        if (!await look.IsWantedAsync(call))
        {
            call.Abort(AbortReason.Ended);
            throw new OperationCanceledException(call.Token);
        }

        var began = time.GetTimestamp();
        var answer = await breaker.CallAsync(
            ct => agents.CallAsync(
                call.Task, call.TraceParent, checkpoint => sender.SendCheckpointAsync(call, checkpoint), ct),
            call.Token);
        logger.CallEnded(
            call.Task.TaskId, call.Task.RunId, call.Task.Agent, call.Task.Attempt, answer.Error?.Status ?? 200,
            time.GetElapsedTime(began).TotalMilliseconds);
        return answer;
    }

    /// <returns>Null when the deadline came first.</returns>
    private async Task<IDisposable?> EnterAsync(OpenCall call)
    {
        using var limit = new CallLimit(call.Task.Deadline, null, time, call.Token);
        try
        {
            return await gates.EnterAsync(call.Task.Agent, call.Task.ConcurrencyMax, limit.Token);
        }
        catch (OperationCanceledException) when (!call.Token.IsCancellationRequested)
        {
            return null;
        }
    }

    private AgentResult ResultOf(OpenCall call, AgentAnswer answer) => new(
        call.Task.TaskId, call.Task.RunId, answer.Error is null ? AgentOutcome.Completed : AgentOutcome.Failed,
        answer.Output, answer.Error, call.Shard, null, time.GetUtcNow());
}
