using System.Net;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Logins;

/// <summary>Logs in with every request of a client that belongs to one agent; a token that the agent refuses is
/// replaced once. Thread-safe.</summary>
internal sealed class LoginHandler(HttpMessageHandler inner, AgentLogins logins, string agent, AgentAuth? auth)
    : DelegatingHandler(inner)
{
    private volatile Redaction _redaction = Redaction.None;

    /// <summary>Of what the latest request was sent with.</summary>
    public Redaction Redaction => _redaction;

    /// <exception cref="LoginException">There is nothing to log in with.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        if (auth is not null && request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(ct);
        }

        for (string? refused = null; ;)
        {
            var (login, failure) = await logins.OfAsync(agent, auth, refused, ct);
            if (failure is { } withoutLogin)
            {
                throw new LoginException(withoutLogin);
            }

            _redaction = login.Redaction;
            if (login.Header is { } header)
            {
                request.Headers.Remove(header);
            }

            login.AddTo(request);
            var response = await base.SendAsync(request, ct);
            if (response.StatusCode != HttpStatusCode.Unauthorized || login.Token is null || refused is not null)
            {
                return response;
            }

            response.Dispose();
            refused = login.Token;
        }
    }

    /// <summary>What is inside is shared.</summary>
    protected override void Dispose(bool disposing)
    {
    }
}
