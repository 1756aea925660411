using System.Text;
using Workflow.Bridge.Agents;
using Workflow.Model;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Logins;

/// <summary>Makes the login of a call from what the registry says and what the bridge knows. Thread-safe.</summary>
internal sealed class AgentLogins(SecretSource secrets, AgentTokens tokens)
{
    private const string Authorization = "Authorization";

    /// <param name="refused">A token that the agent has refused: it gets another one. Null for none.</param>
    /// <exception cref="OperationCanceledException">It took too long.</exception>
    public ValueTask<LoginReading> OfAsync(AgentTask task, string? refused, CancellationToken ct) =>
        OfAsync(task.Agent, task.Auth, refused, ct);

    /// <inheritdoc cref="OfAsync(AgentTask, string?, CancellationToken)"/>
    /// <param name="given">Null when the bridge does not log in.</param>
    public async ValueTask<LoginReading> OfAsync(
        string agent, AgentAuth? given, string? refused, CancellationToken ct)
    {
        if (given is not { } auth)
        {
            return LoginReading.Of(Login.None);
        }

        if (auth.Type is not (
            AgentAuthType.Bearer or AgentAuthType.Basic or AgentAuthType.Header or AgentAuthType.OAuth2))
        {
            return Unknown(agent);
        }

        var (secret, fault) = await secrets.FindAsync(auth.Secret, ct);
        if (secret is null)
        {
            return LoginReading.Failed(AgentAnswer.NoSecret($"Agent '{agent}': {fault}"));
        }

        if (auth.Type != AgentAuthType.OAuth2)
        {
            return Checked(agent, auth.Secret, auth.Type switch
            {
                AgentAuthType.Bearer => new Login(Authorization, $"Bearer {secret}", new Redaction(secret)),
                AgentAuthType.Basic => Basic(auth.Username ?? "", secret),
                AgentAuthType.Header => new Login(auth.Header ?? "", secret, new Redaction(secret)),
                _ => null,
            });
        }

        var reading = await tokens.GetAsync(agent, auth, secret, refused, ct);
        return reading.Token is { } token
            ? LoginReading.Of(new Login(Authorization, $"Bearer {token}", new Redaction(secret, token), token))
            : LoginReading.Failed(reading.Failure!.Value);
    }

    private static Login Basic(string username, string secret)
    {
        var pair = Convert.ToBase64String(Encoding.UTF8.GetBytes($"{username}:{secret}"));
        return new Login(Authorization, $"Basic {pair}", new Redaction(secret, pair));
    }

    /// <summary>Of a later release, or changed by hand.</summary>
    private static LoginReading Unknown(string agent) => LoginReading.Failed(AgentAnswer.Misconfigured(
        $"Agent '{agent}': this bridge does not know how to log in with its auth; register it again."));

    private static LoginReading Checked(string agent, string name, Login? login) =>
        login is not { Header.Length: > 0 }
            ? Unknown(agent)
            : login.Value!.All(c => c is >= ' ' and <= '~')
                ? LoginReading.Of(login)
                : LoginReading.Failed(AgentAnswer.NoSecret(
                    $"Agent '{agent}': the secret '{name}' holds a line break or another character that no header can "
                    + "carry; only printable ASCII can be sent."));
}
