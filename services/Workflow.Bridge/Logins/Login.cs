using Workflow.Bridge.Agents;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Logins;

/// <summary>What is added to one call, and what must not come back.</summary>
/// <param name="Header">Null adds nothing.</param>
/// <param name="Token">Of oauth2: what the token endpoint gave; another one may help after a 401.</param>
internal sealed record Login(string? Header, string? Value, Redaction Redaction, string? Token = null)
{
    public static readonly Login None = new(null, null, Redaction.None);

    public void AddTo(HttpRequestMessage request)
    {
        if (Header is not null)
        {
            request.Headers.TryAddWithoutValidation(Header, Value);
        }
    }

    // A record would show its members.
    public override string ToString() => $"login by {Header ?? "nothing"}";
}

/// <summary>A login, or the answer of a call that fails for the lack of one.</summary>
internal readonly record struct LoginReading(Login Login, AgentAnswer? Failure)
{
    public static LoginReading Of(Login login) => new(login, null);

    public static LoginReading Failed(AgentAnswer failure) => new(Login.None, failure);
}
