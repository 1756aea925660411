using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Outgoing.A2a;

namespace Workflow.Bridge.Agents.A2a;

/// <summary>Calls A2A servers (Agent2Agent protocol, JSON-RPC, 0.3 and 1.0). What the agent still does when its call
/// ends otherwise is cancelled there, unless another bridge carries on with it.</summary>
internal sealed class A2aTransport(
    HttpMessageHandler http, A2aCards cards, AgentLogins logins, AnswerLimit limits, BridgeOptions options,
    TimeProvider time, ILogger<A2aTransport> logger)
    : IAgentTransport
{
    public async Task<AgentAnswer> CallAsync(TransportCall call, CancellationToken aborted)
    {
        var task = call.Task;
        if (!AgentAddress.TryRead(task.Route?.Endpoint, out var endpoint, out var misconfigured))
        {
            return misconfigured;
        }

        using var limit = new CallLimit(task.Deadline, options.CallTimeout, time, aborted);
        try
        {
            if ((await logins.OfAsync(task, null, limit.Token)).Failure is { } withoutLogin)
            {
                return withoutLogin;
            }

            var (card, fault) = await cards.GetAsync(endpoint, task.Agent, task.Auth, limit.Token);
            return fault ?? await CallAsync(call, card!, endpoint, limit.Token);
        }
        catch (OperationCanceledException)
            when (!aborted.IsCancellationRequested && limit.Token.IsCancellationRequested)
        {
            return AgentAnswer.Late(task, options);
        }
    }

    private async Task<AgentAnswer> CallAsync(TransportCall call, A2aCard card, Uri endpoint, CancellationToken ct)
    {
        var login = new LoginHandler(http, logins, call.Task.Agent, call.Task.Auth);
        using var client = new A2aClient(card, login, limits, call.TraceParent, call.Task.Deadline);
        var conversation = new A2aConversation(client, call, limits, options, time, logger);
        try
        {
            var answer = await conversation.RunAsync(ct);
            if (answer.Error is not null)
            {
                // It may have moved, or speak another version by now.
                cards.Forget(endpoint, call.Task.Auth);
            }

            ct.ThrowIfCancellationRequested();
            return answer;
        }
        finally
        {
            if (!call.IsLeft())
            {
                await conversation.CancelAsync();
            }
        }
    }
}
