using System.Text.Json;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Syntax;
using Workflow.Jq;
using Workflow.Outgoing.Secrets;
using Workflow.Tools.Logins.Digest;
using Workflow.Tools.Logins.Tokens;

namespace Workflow.Tools.Logins;

/// <summary>Makes the login of a call from what its definition says and what this process knows. Thread-safe.</summary>
public sealed class ToolLogins(SecretSource secrets, SecretHosts hosts, ToolTokens tokens)
{
    /// <summary>The values of secrets that a call sends besides its login. Where they may go is asked with the
    /// login.</summary>
    /// <returns>The secrets, or which of them cannot be had.</returns>
    public async ValueTask<(CallSecrets Secrets, ToolFault? Fault)> FindAsync(
        IReadOnlyList<string> names, CancellationToken ct)
    {
        if (names.Count == 0)
        {
            return (CallSecrets.None, null);
        }

        var values = new List<string>();
        foreach (var name in names)
        {
            var (value, fault) = await secrets.FindAsync(name, ct);
            if (value is null)
            {
                return (CallSecrets.None, ToolFault.Authorization(fault!));
            }

            values.Add(value);
        }

        return (new CallSecrets(names, values), null);
    }

    /// <param name="spec">Null for none.</param>
    /// <param name="sent">What the call sends besides: it must be allowed there too, and must not come back.</param>
    /// <param name="input">Of the task.</param>
    /// <param name="target">Where the login is sent.</param>
    public async ValueTask<ToolLoginReading> OfAsync(
        AuthenticationSpec? spec, CallSecrets sent, JqValue input, ExpressionScope scope, Uri target,
        CancellationToken ct)
    {
        if (Denial([.. spec?.Secrets ?? [], .. sent.Names], target) is { } denial)
        {
            return ToolLoginReading.Failed(denial);
        }

        var (own, fault) = await FindAsync(spec?.Secrets ?? [], ct);
        if (fault is not null)
        {
            return ToolLoginReading.Failed(fault);
        }

        var values = own.Names.Zip(own.Values).ToDictionary(pair => pair.First, pair => pair.Second);
        var (login, token) = spec is null
            ? (ToolLoginReading.Of(ToolLogin.None), null)
            : Evaluate(spec, input, own.In(scope), values);
        if (token is not null)
        {
            login = await WithTokenAsync(token, own, null, ct);
        }

        return sent.Any && login.Fault is null ? ToolLoginReading.Of(login.Login.Hiding(sent.Values)) : login;
    }

    /// <summary>Why one of these must not be sent there; null when all may.</summary>
    private ToolFault? Denial(IEnumerable<string> names, Uri target) =>
        names.FirstOrDefault(name => !hosts.Allow(name, target)) is { } denied
            ? ToolFault.Authorization(
                $"The secret '{denied}' must not be sent to '{target.IdnHost}'; an operator can allow it with "
                + $"WORKFLOW_TOOLS_SECRET_HOSTS ({denied}={target.IdnHost}).")
            : null;

    private static (ToolLoginReading Login, TokenTerms? Token) Evaluate(
        AuthenticationSpec spec, JqValue input, ExpressionScope inside, Dictionary<string, string> values)
    {
        try
        {
            return spec switch
            {
                TokenAuthentication token => TermsOf(
                    token.Properties.Evaluate(input, inside), token.IsOidc, input, ""),
                SecretAuthentication { Scheme: LoginScheme.OAuth2 or LoginScheme.Oidc } whole => TermsOf(
                    Parsed(values[whole.Secret]), whole.Scheme == LoginScheme.Oidc, input,
                    $" of the secret '{whole.Secret}'"),
                _ => (Checked(Plain(spec, input, inside, values)), null),
            };
        }
        catch (JqException error)
        {
            // Expressions can put what they see into their message in any disguise.
            var why = values.Count == 0 ? $": {error.Message}" : "; why is not told, since it could hold a secret.";
            return (ToolLoginReading.Failed(new ToolFault(
                ToolFaultKind.Expression, 400, $"The authentication cannot be evaluated{why}")), null);
        }
    }

    private static (ToolLoginReading, TokenTerms?) TermsOf(
        JqValue properties, bool isOidc, JqValue input, string where)
    {
        var (terms, fault) = properties.Kind == JqKind.Object
            ? TokenTerms.Of(properties, isOidc, input)
            : (null, "it is no JSON object with the properties of a login");
        var wrong = ToolFault.Validation($"The authentication{where} cannot be used: {fault}.");
        return (ToolLoginReading.Failed(wrong), terms);
    }

    private async ValueTask<ToolLoginReading> WithTokenAsync(
        TokenTerms terms, CallSecrets own, string? refused, CancellationToken ct)
    {
        var reading = await tokens.GetAsync(terms, endpoint => Denial(own.Names, endpoint), refused, ct);
        if (reading.Token is not { } token)
        {
            return ToolLoginReading.Failed(reading.Fault!);
        }

        var login = ToolLogin.Bearer(token, [.. own.Values, .. terms.Confidential, reading.RefreshToken ?? ""]);
        return ToolLoginReading.Of(login with
        {
            Key = terms.Key,
            Again = refused is not null
                ? null
                : async (_, cancelled) => await WithTokenAsync(terms, own, token, cancelled),
        });
    }

    private static ToolLoginReading Plain(
        AuthenticationSpec spec, JqValue input, ExpressionScope scope, Dictionary<string, string> values) => spec switch
    {
        BasicAuthentication basic => BasicOf(
            Text(basic.Username, input, scope), Text(basic.Password, input, scope), values.Values, isDigest: false),
        DigestAuthentication digest => BasicOf(
            Text(digest.Username, input, scope), Text(digest.Password, input, scope), values.Values, isDigest: true),
        BearerAuthentication bearer => BearerOf(Text(bearer.Token, input, scope), values.Values),
        SecretAuthentication { Scheme: LoginScheme.Bearer } whole => BearerOf(
            Member(values[whole.Secret], "token") ?? values[whole.Secret], values.Values),
        SecretAuthentication whole => BasicOf(
            whole.Secret, values[whole.Secret], whole.Scheme == LoginScheme.Digest),
        _ => throw new InvalidOperationException($"No login for {spec.GetType().Name}."),
    };

    /// <summary>A secret that is a whole login: <c>user:password</c>, or JSON with the two.</summary>
    private static ToolLoginReading BasicOf(string name, string secret, bool isDigest)
    {
        var (username, password) = (Member(secret, "username"), Member(secret, "password"));
        if (username is null || password is null)
        {
            var colon = secret.IndexOf(':', StringComparison.Ordinal);
            if (colon < 0)
            {
                return ToolLoginReading.Failed(ToolFault.Configuration(
                    $"The secret '{name}' is no login: it must be user:password, or JSON with username and password."));
            }

            (username, password) = (secret[..colon], secret[(colon + 1)..]);
        }

        return BasicOf(username, password, [secret], isDigest);
    }

    private static ToolLoginReading BasicOf(
        string? username, string? password, IEnumerable<string> secrets, bool isDigest) =>
        username is null || password is null || username.Contains(':', StringComparison.Ordinal)
            ? ToolLoginReading.Failed(ToolFault.Validation(
                "The authentication gave no username and password as text, the username without a colon."))
            : ToolLoginReading.Of(isDigest
                ? DigestLogin.Of(username, password, [.. secrets])
                : ToolLogin.Basic(username, password, secrets));

    private static ToolLoginReading BearerOf(string? token, IEnumerable<string> secrets) => token is null or ""
        ? ToolLoginReading.Failed(ToolFault.Validation("The authentication gave no token as text."))
        : ToolLoginReading.Of(ToolLogin.Bearer(token, secrets));

    private static ToolLoginReading Checked(ToolLoginReading reading) =>
        reading.Login.Authorization?.All(c => c is >= ' ' and <= '~') ?? true
            ? reading
            : ToolLoginReading.Failed(ToolFault.Validation(
                "The authentication gave a line break or another character that no header can carry."));

    private static string? Text(Template template, JqValue input, ExpressionScope scope) =>
        template.Evaluate(input, scope).AsString;

    private static string? Member(string secret, string name) =>
        secret.StartsWith('{') ? Text(Parsed(secret), name) : null;

    private static string? Text(JqValue value, string name) =>
        value.Kind == JqKind.Object ? value[name].AsString : null;

    private static JqValue Parsed(string secret)
    {
        try
        {
            return JqValue.Parse(secret);
        }
        catch (JsonException)
        {
            return JqValue.Null;
        }
    }
}
