using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Hosting;
using Workflow.Outgoing.A2a;

namespace Workflow.Bridge.Agents.A2a;

/// <summary>One message to an A2A agent and what becomes of it: its events as they come, else questions for its
/// task.</summary>
internal sealed class A2aConversation(
    A2aClient client, TransportCall call, AnswerLimit limit, BridgeOptions options, TimeProvider time,
    ILogger logger)
{
    private static readonly TimeSpan FirstPause = TimeSpan.FromMilliseconds(100);

    private readonly A2aTask _task = new(client.Card.Dialect, limit.Output);
    private string? _told;

    private A2aCard Card => client.Card;

    /// <summary>From the message, or from the task that the agent has made of it already, to the end.</summary>
    public async Task<AgentAnswer> RunAsync(CancellationToken ct)
    {
        _task.Id = _told = A2aCheckpoint.Find(call.Task, call.Task.Checkpoint)
            ?? A2aCheckpoint.Find(call.Task, await call.FindCheckpointAsync(ct));
        if (_task.Id is not null && await FollowAsync(isResumed: true, ct) is { } resumed)
        {
            return resumed;
        }

        // It was never begun, or the agent has forgotten it: the message goes again, with the same id.
        _task.Id = null;
        if (await SendAsync(ct) is { } fault)
        {
            return fault;
        }

        return _task.Answer(client.Redaction)
            ?? (_task.Id is null
                ? AgentAnswer.Unusable("It ended without a message or a task.")
                : (await FollowAsync(isResumed: false, ct))!.Value);
    }

    /// <summary>Tells the agent that nobody waits any more. Never throws.</summary>
    public async Task CancelAsync()
    {
        if (!_task.IsOpen)
        {
            return;
        }

        using var patience = new CancellationTokenSource(options.CancelTimeout, time);
        try
        {
            var reply = await client.AskAsync(
                Card.Dialect.Cancel, Card.Dialect.Task(_task.Id!, Card.Tenant), patience.Token);
            if (reply.Fault is { Error: { } fault } && !reply.IsOver)
            {
                logger.CancelNotTold(call.Task.Agent, call.Task.TaskId, fault.Detail ?? fault.Title);
            }
        }
        catch (OperationCanceledException)
        {
            logger.CancelNotTold(call.Task.Agent, call.Task.TaskId, "it took too long");
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            logger.CancelNotTold(call.Task.Agent, call.Task.TaskId, client.Redaction.Clean(error.Message));
        }
    }

    /// <returns>Why the agent has not taken the message; null when it has.</returns>
    private async Task<AgentAnswer?> SendAsync(CancellationToken ct)
    {
        var message = Card.Dialect.Message(call.Task, Card.Tenant);
        using var wait = new A2aPatience(() => _task.Id is null && !call.IsLeft(), options.CancelTimeout, time, ct);
        try
        {
            if (Card.Streams)
            {
                return await StreamAsync(message, wait);
            }

            var reply = await client.AskAsync(Card.Dialect.Send, message, wait.Token);
            return reply.Fault ?? await TakeAsync(reply.Result, isTask: false, wait);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            ct.ThrowIfCancellationRequested();
            // Its task may be well without the connection.
            return _task.Id is not null ? null
                : error is LoginException login ? login.Answer
                : AgentAnswer.Unreachable(client.Redaction.Clean(error.InnerException?.Message ?? error.Message));
        }
    }

    private async Task<AgentAnswer?> StreamAsync(JsonObject message, A2aPatience wait)
    {
        using var silence = new CancellationTokenSource(options.StreamSilenceMax, time);
        using var both = CancellationTokenSource.CreateLinkedTokenSource(wait.Token, silence.Token);
        try
        {
            var refusal = await client.StreamAsync(
                Card.Dialect.Stream, message,
                async said =>
                {
                    silence.CancelAfter(options.StreamSilenceMax);
                    await TakeAsync(said, isTask: false, wait);
                    return _task.Answer(client.Redaction) is not null;
                },
                both.Token);
            return _task.Id is null ? refusal?.Fault : null;
        }
        catch (OperationCanceledException)
            when (silence.IsCancellationRequested && !wait.Token.IsCancellationRequested)
        {
            return _task.Id is null ? AgentAnswer.Silent(options.StreamSilenceMax, "event") : null;
        }
    }

    /// <summary>Asks for the task until it has ended. An agent that is away for a moment is asked again.</summary>
    /// <returns>Null when the agent does not know a task that was begun before.</returns>
    private async Task<AgentAnswer?> FollowAsync(bool isResumed, CancellationToken ct)
    {
        var pauses = new Backoff(FirstPause, options.A2aPollMax);
        var heard = time.GetTimestamp();
        while (true)
        {
            var reply = await AskForTaskAsync(ct);
            if (reply.Fault is null)
            {
                heard = time.GetTimestamp();
                isResumed = false;
                await TakeAsync(reply.Result, isTask: true, null);
                if (_task.Answer(client.Redaction) is { } answer)
                {
                    return answer;
                }
            }
            else if (isResumed && reply.IsUnknownTask)
            {
                return null;
            }
            else if (!reply.IsPassing || time.GetElapsedTime(heard) > options.StreamSilenceMax)
            {
                return reply.Fault;
            }

            await Task.Delay(pauses.Next(), time, ct);
        }
    }

    private async Task<A2aReply> AskForTaskAsync(CancellationToken ct)
    {
        try
        {
            return await client.AskAsync(Card.Dialect.Get, Card.Dialect.Task(_task.Id!, Card.Tenant), ct);
        }
        catch (Exception error) when (error is HttpRequestException or IOException)
        {
            ct.ThrowIfCancellationRequested();
            return A2aReply.Away(error is LoginException login
                ? login.Answer
                : AgentAnswer.Unreachable(client.Redaction.Clean(error.InnerException?.Message ?? error.Message)));
        }
    }

    /// <returns>Null, always: there is no fault in what was taken.</returns>
    private async Task<AgentAnswer?> TakeAsync(JsonElement said, bool isTask, A2aPatience? wait)
    {
        _task.Take(said, isTask);
        if (_task.Id is { } id && id != _told)
        {
            wait?.Learned();
            _told = id;
            if (_task.IsOpen)
            {
                await call.OnCheckpoint(A2aCheckpoint.Of(call.Task, id));
            }
        }

        return null;
    }
}
