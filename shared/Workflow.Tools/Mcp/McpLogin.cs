using System.Net;
using Workflow.Tools.Logins;

namespace Workflow.Tools.Mcp;

/// <summary>Logs in with every request of a session; a login that is refused is replaced once. What is inside belongs
/// to somebody else. Thread-safe.</summary>
internal sealed class McpLogin(HttpMessageHandler inner) : DelegatingHandler(inner)
{
    private volatile ToolLogin _login = ToolLogin.None;

    public ToolLogin Login
    {
        get => _login;
        set => _login = value;
    }

    /// <exception cref="McpLoginException">There is nothing to log in with any more.</exception>
    protected override async Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, CancellationToken ct)
    {
        var login = _login;
        if (login.Again is not null && request.Content is { } content)
        {
            await content.LoadIntoBufferAsync(ct);
        }

        var response = await SendAsync(request, login, ct);
        if (response.StatusCode != HttpStatusCode.Unauthorized || login.Again is null)
        {
            return response;
        }

        response.Headers.NonValidated.TryGetValues("WWW-Authenticate", out var challenges);
        var refusal = new LoginRefusal(request.Method.Method, request.RequestUri!, string.Join(", ", challenges));
        if (await login.Again(refusal, ct) is not { } other)
        {
            return response;
        }

        response.Dispose();
        if (other.Fault is { } fault)
        {
            throw new McpLoginException(fault);
        }

        _login = other.Login with { Again = login.Again };
        return await SendAsync(request, other.Login, ct);
    }

    protected override void Dispose(bool disposing)
    {
    }

    private Task<HttpResponseMessage> SendAsync(HttpRequestMessage request, ToolLogin login, CancellationToken ct)
    {
        if (login.Authorization is not null)
        {
            request.Headers.Remove("Authorization");
            request.Headers.TryAddWithoutValidation("Authorization", login.Authorization);
        }

        return base.SendAsync(request, ct);
    }
}

/// <summary>A request was not sent again, for the lack of a login.</summary>
internal sealed class McpLoginException(ToolFault fault) : HttpRequestException(fault.Detail)
{
    public ToolFault Fault => fault;
}
