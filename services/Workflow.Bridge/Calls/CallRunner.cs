using System.Text.Json;
using Workflow.Bridge.Agents;
using Workflow.Bridge.Breaking;
using Workflow.Bridge.Callbacks;
using Workflow.Bridge.Calls.Rates;
using Workflow.Bridge.Health;
using Workflow.Bridge.Options;
using Workflow.Bridge.Results;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Calls;

/// <summary>Brings an admitted call to its end: a place, the agent, the result on its way. Never tries twice: the run's
/// owner decides about that.</summary>
internal sealed class CallRunner(
    CallTable calls, AgentGates gates, RateGates rates, AgentBreakers breakers, LateLook look, AgentTransports agents,
    FinishedCalls finished, AcceptedCalls accepted, ResultSender sender, CallFigures figures, BridgeOptions options,
    TimeProvider time, ILogger<CallRunner> logger)
{
    // What transports read.
    private static readonly JsonDocumentOptions InputDepth = new() { MaxDepth = 256 };

    private volatile bool _stopping;

    public void Start(OpenCall call) => _ = RunAsync(call);

    /// <summary>From now on no call begins; the running ones go on.</summary>
    public void Stop() => _stopping = true;

    /// <summary>Ends when the result is stored, the agent has promised one, or the call was broken off. Never
    /// throws.</summary>
    public async Task RunAsync(OpenCall call)
    {
        using var span = CallInstruments.Begin(call);
        using var scope = logger.BeginScope(TaskScope.Of(call));
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
        CallInstruments.Left();
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

            if (answer.AcceptedFor is { } lifetime)
            {
                await accepted.KeepAsync(call, lifetime);
                return true;
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
            return AgentAnswer.TimedOut(call.Task.RateLimit is { } limit
                ? $"Its rate limit of {limit.Calls} calls in {limit.PeriodSeconds} s, or of calls at a time, left no "
                    + "room for the call before its deadline."
                : "No place for the call became free before its deadline.");
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
        using var flight = figures.Begin(call.Task.Agent);
        var reports = new CallReports(call, sender, options, time);
        var answer = await breaker.CallAsync(
            ct => CallAsync(
                new TransportCall(call.Task, Tracing.Current ?? call.TraceParent)
                {
                    OnCheckpoint = checkpoint => sender.SendCheckpointAsync(call, checkpoint),
                    OnReport = reports.AddAsync,
                    FindCheckpointAsync = token => look.CheckpointAsync(call, token),
                    IsLeft = () => call.Reason == AbortReason.Stopping,
                },
                ct),
            call.Token);
        if (answer.Error?.Type != StandardErrors.AgentUnavailable)
        {
            flight.Answered(failed: answer.Error is not null);
        }

        var took = time.GetElapsedTime(began);
        CallInstruments.Answered(call.Task.Agent, answer, took);
        logger.CallEnded(
            call.Task.TaskId, call.Task.RunId, call.Task.Agent, call.Task.Attempt,
            answer.Error?.Status ?? (answer.AcceptedFor is null ? 200 : 202), took.TotalMilliseconds);
        await reports.DrainAsync();
        return answer;
    }

    /// <summary>An answer that no transport is prepared for, such as a text with half a character, is told: asked
    /// again, the agent would say the same.</summary>
    private async Task<AgentAnswer> CallAsync(TransportCall call, CancellationToken ct)
    {
        try
        {
            return await agents.CallAsync(call, ct);
        }
        catch (Exception error) when (!ct.IsCancellationRequested && error is JsonException or FormatException
            or ArgumentException or InvalidOperationException and not ObjectDisposedException)
        {
            logger.CallBroke(error, call.Task.TaskId, call.Task.RunId, call.Task.Agent);
            return IsTooDeep(call.Task.Input)
                ? AgentAnswer.BadInput($"It is nested more than {InputDepth.MaxDepth} levels deep.")
                : AgentAnswer.Unusable(AnswerReader.Cut($"{error.GetType().Name}: {error.Message}")!);
        }
    }

    private static bool IsTooDeep(RawJson input)
    {
        try
        {
            using var read = JsonDocument.Parse(input.IsEmpty ? RawJson.Null.Utf8 : input.Utf8, InputDepth);
            return false;
        }
        catch (JsonException)
        {
            return true;
        }
    }

    /// <returns>Null when the deadline came first.</returns>
    private async Task<IDisposable?> EnterAsync(OpenCall call)
    {
        using var limit = new CallLimit(call.Task.Deadline, null, time, call.Token);
        try
        {
            return await gates.EnterAsync(
                call.Task.Agent, call.Task.ConcurrencyMax, limit.Token,
                ct => rates.PassAsync(call.Task.Agent, call.Task.RateLimit, ct));
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
