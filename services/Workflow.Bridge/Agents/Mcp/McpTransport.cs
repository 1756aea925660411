using ModelContextProtocol;
using ModelContextProtocol.Protocol;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents.Mcp;

/// <summary>Calls a tool of an MCP server (Model Context Protocol over streamable HTTP). A call that is broken off or
/// out of time is cancelled at the server.</summary>
internal sealed class McpTransport(
    McpSessions sessions, AgentLogins logins, AnswerLimit limits, BridgeOptions options, TimeProvider time,
    ILogger<McpTransport> logger)
    : IAgentTransport
{
    public async Task<AgentAnswer> CallAsync(TransportCall call, CancellationToken aborted)
    {
        var task = call.Task;
        if (!AgentAddress.TryRead(task.Route?.Endpoint, out var endpoint, out var misconfigured))
        {
            return misconfigured;
        }

        if (McpReading.ArgumentsOf(task.Input) is not { } arguments)
        {
            return AgentAnswer.BadInput(
                $"Agent '{task.Agent}' is a tool of an MCP server: its input is an object, whose members are the "
                + "tool's arguments.");
        }

        using var limit = new CallLimit(task.Deadline, options.CallTimeout, time, aborted);
        try
        {
            var (_, failure) = await logins.OfAsync(task, null, limit.Token);
            return failure ?? await CallAsync(call, endpoint, arguments, limit.Token);
        }
        catch (OperationCanceledException)
            when (!aborted.IsCancellationRequested && limit.Token.IsCancellationRequested)
        {
            return AgentAnswer.Late(task, options);
        }
    }

    private async Task<AgentAnswer> CallAsync(
        TransportCall call, Uri endpoint, Dictionary<string, object?> arguments, CancellationToken ct)
    {
        for (var isLast = false; ; isLast = true)
        {
            if (await TryCallAsync(call, endpoint, arguments, isLast, ct) is { } answer)
            {
                return answer;
            }
        }
    }

    /// <returns>Null when the session was lost before the call began.</returns>
    private async Task<AgentAnswer?> TryCallAsync(
        TransportCall call, Uri endpoint, Dictionary<string, object?> arguments, bool isLast, CancellationToken ct)
    {
        McpSession? session = null;
        using var running = new McpCall(limits, call.TraceParent, options.StreamSilenceMax, time, ct)
        {
            Deadline = call.Task.Deadline,
        };
        try
        {
            session = await sessions.RentAsync(endpoint, call.Task.Agent, call.Task.Auth, ct);
            var tool = call.Task.Route!.Tool ?? "";
            running.Enter();
            CallToolResult result = await session.Client.CallToolAsync(
                tool, arguments, running, cancellationToken: running.Token);
            return McpReading.Answer(tool, result, session.Redaction, limits.Output);
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested && running.Verdict is { } verdict)
        {
            return verdict;
        }
        catch (OperationCanceledException) when (!ct.IsCancellationRequested)
        {
            return AgentAnswer.Unreachable("The MCP server began no session in time.");
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            ct.ThrowIfCancellationRequested();
            if (running.Verdict is { } verdict)
            {
                return verdict;
            }

            if (McpFaults.AnswerTo(error, session?.Redaction ?? Redaction.None) is not { } answer)
            {
                throw;
            }

            if (session is not null && (running.IsOfLostSession || error is not McpProtocolException))
            {
                sessions.Drop(session);
            }

            return running.IsOfLostSession && !isLast ? null : answer;
        }
        finally
        {
            if (session is not null)
            {
                if (running.Token.IsCancellationRequested && running.RequestId is { } asked)
                {
                    await CancelAsync(session, asked, call.Task);
                }

                sessions.Return(session);
            }
        }
    }

    /// <summary>Tells the server that nobody waits for the result. It may be too late, or not listen.</summary>
    private async Task CancelAsync(McpSession session, RequestId asked, AgentTask task)
    {
        using var patience = new CancellationTokenSource(options.CancelTimeout, time);
        try
        {
            await session.Client.SendNotificationAsync(
                NotificationMethods.CancelledNotification,
                new CancelledNotificationParams { RequestId = asked, Reason = "Nobody waits for the result any more." },
                cancellationToken: patience.Token);
        }
        catch (OperationCanceledException)
        {
            logger.CancelNotTold(task.Agent, task.TaskId, "it took too long");
        }
        catch (Exception error) when (McpFaults.AnswerTo(error, session.Redaction) is { Error: { } fault })
        {
            logger.CancelNotTold(task.Agent, task.TaskId, fault.Detail ?? fault.Title);
        }
    }
}
