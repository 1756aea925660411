using Workflow.Api.Http;
using Workflow.Api.Http.Fields;
using Workflow.Model;

namespace Workflow.Api.Agents;

/// <summary>Reads the member <c>auth</c> of an agent, with every error in it.</summary>
public static class AgentAuthBody
{
    private const string At = "/auth";

    /// <summary>What the bridge sets itself, or what HTTP needs.</summary>
    private static readonly string[] OurHeaders =
    [
        "accept", "connection", "content-length", "content-type", "expect", "host", "idempotency-key", "keep-alive",
        "te", "traceparent", "tracestate", "trailer", "transfer-encoding", "upgrade",
    ];

    private static readonly ChoiceField Type = new(
        "type", "How the bridge logs in.",
        AgentAuthType.Bearer, AgentAuthType.Basic, AgentAuthType.Header, AgentAuthType.OAuth2) { IsRequired = true };

    // Longer than names may be, so that a value that was put here by mistake is refused without being repeated.
    private static readonly TextField Secret = new(
        "secret", $"Name of the secret, never its value: {SecretName.Rule}.", 10_000)
    {
        IsRequired = true,
        Example = "crm-key",
    };

    private static readonly TextField Username = new("username", "Of basic.");

    private static readonly TextField Header = new("header", "Of header: the one that carries the secret.", 100)
    {
        Example = "X-Api-Key",
    };

    private static readonly TextField TokenEndpoint = new(
        "token_endpoint", "Of oauth2: where the bridge fetches tokens with its client credentials.", 2_000)
    {
        Example = "https://login.example/oauth2/token",
    };

    private static readonly TextField ClientId = new("client_id", "Of oauth2.");

    private static readonly TextField Scope = new(
        "scope", "Of oauth2; left out for what the client gets anyway.", 1_000);

    private static readonly BodyShape Shape = new(Type, Secret, Username, Header, TokenEndpoint, ClientId, Scope)
    {
        Example = """{"type": "bearer", "secret": "crm-key"}""",
    };

    public static readonly ShapeField Field = new(
        "auth", "How the bridge logs in at the endpoint; only admins may say so.", Shape);

    /// <returns>Null for none; or what is wrong with it.</returns>
    public static (AgentAuth? Auth, Problem? Problem) Read(FieldValues body, int depthMax)
    {
        if (!body.Has(Field))
        {
            return default;
        }

        var members = new FieldValues();
        if (Shape.Read(body.Get(Field).Utf8, depthMax, members, At) is { } problem)
        {
            return (null, problem);
        }

        var auth = new AgentAuth(members.Get(Type)!, members.Get(Secret)!)
        {
            Username = members.Get(Username),
            Header = members.Get(Header),
            TokenEndpoint = members.Get(TokenEndpoint),
            ClientId = members.Get(ClientId),
            Scope = members.Get(Scope),
        };
        var errors = new List<ProblemError>();
        CheckMembers(auth.Type, members, errors);
        CheckValues(auth, errors);
        return errors.Count == 0 ? (auth, null) : (null, Problems.InvalidBody(errors));
    }

    private static void CheckMembers(string type, FieldValues members, List<ProblemError> errors)
    {
        Check(AgentAuthType.Basic, Username);
        Check(AgentAuthType.Header, Header);
        Check(AgentAuthType.OAuth2, TokenEndpoint);
        Check(AgentAuthType.OAuth2, ClientId);
        Check(AgentAuthType.OAuth2, Scope, isNeeded: false);

        void Check(string owner, Field field, bool isNeeded = true)
        {
            if (type == owner && isNeeded && !members.Has(field))
            {
                Add(errors, field, $"'{field.Name}' is missing: type {type} needs it.", field.Expected);
            }
            else if (type != owner && members.Has(field))
            {
                Add(errors, field, $"'{field.Name}' belongs to type {owner}, but type is {type}; leave it out.", null);
            }
        }
    }

    private static void CheckValues(AgentAuth auth, List<ProblemError> errors)
    {
        if (!SecretName.IsValid(auth.Secret))
        {
            var other = auth.Secret.FirstOrDefault(c => !SecretName.IsValid($"{c}"));
            Add(errors, Secret, other == default
                    ? $"It has {auth.Secret.Length} characters. Give the name of the secret, not its value."
                    : $"It holds '{other}'. Give the name of the secret, not its value.",
                SecretName.Rule);
        }

        if (auth.Username is { } user && user.Any(c => c == ':' || char.IsControl(c)))
        {
            Add(errors, Username, $"'{user}' cannot be sent.", "a name without colons and control characters");
        }

        if (auth.Header is { } header && !IsFine(header))
        {
            Add(errors, Header, $"The header '{header}' cannot carry a secret.",
                "a name of letters, digits, '-' and '_'; none of " + string.Join(", ", OurHeaders));
        }

        if (auth.TokenEndpoint is { } text && !(Uri.TryCreate(text, UriKind.Absolute, out var uri)
            && uri.Scheme is "http" or "https" && uri.UserInfo.Length == 0 && uri.Fragment.Length == 0))
        {
            Add(errors, TokenEndpoint, $"'{text}' cannot be called.",
                $"an absolute http or https URI such as {TokenEndpoint.Example}, without user or fragment");
        }

        if (auth.Scope is { } scope && !scope.All(c => c is >= ' ' and <= '~' and not '"' and not '\\'))
        {
            Add(errors, Scope, $"'{scope}' is no list of scopes.",
                "printable ASCII words with a space between them, without quotes and backslashes");
        }
    }

    private static bool IsFine(string header) =>
        header.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_')
        && !OurHeaders.Contains(header, StringComparer.OrdinalIgnoreCase);

    private static void Add(List<ProblemError> errors, Field field, string message, string? expected) =>
        errors.Add(new ProblemError($"{At}/{field.Name}", null, null, message, expected));
}
