using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Model;

/// <summary>How the bridge logs in at an agent. It holds the name of the secret; the value is known to bridges
/// alone.</summary>
/// <param name="Type">One of <see cref="AgentAuthType"/>.</param>
/// <param name="Secret">See <see cref="SecretName"/>.</param>
public sealed record AgentAuth(string Type, string Secret)
{
    /// <summary>Of basic.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Username { get; init; }

    /// <summary>Of header: the one that carries the secret.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Header { get; init; }

    /// <summary>Of oauth2: where tokens are fetched.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? TokenEndpoint { get; init; }

    /// <summary>Of oauth2.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? ClientId { get; init; }

    /// <summary>Of oauth2: what the token is to be good for; null leaves it to the token endpoint.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Scope { get; init; }

    public string ToJson() => JsonSerializer.Serialize(this, MessageJson.Default.AgentAuth);

    /// <summary>Reads what <see cref="ToJson"/> made. Anything else is of no type: who calls then refuses, and one
    /// such row keeps nobody from reading the others.</summary>
    public static AgentAuth FromJson(string text)
    {
        try
        {
            return JsonSerializer.Deserialize(text, MessageJson.Default.AgentAuth) ?? new AgentAuth("", "");
        }
        catch (JsonException)
        {
            return new AgentAuth("", "");
        }
    }
}

/// <summary>Values of <see cref="AgentAuth.Type"/>.</summary>
public static class AgentAuthType
{
    /// <summary>The secret is a bearer token.</summary>
    public const string Bearer = "bearer";

    /// <summary>The secret is the password of a user name.</summary>
    public const string Basic = "basic";

    /// <summary>The secret is the value of a header.</summary>
    public const string Header = "header";

    /// <summary>The secret is a client's, for which a token endpoint gives bearer tokens (RFC 6749, 4.4).</summary>
    public const string OAuth2 = "oauth2";
}

/// <summary>What secrets may be called.</summary>
public static class SecretName
{
    public const int LengthMax = 63;

    public const string Rule = "1 to 63 letters, digits, '-' and '_'";

    public static bool IsValid(string? name) => name is { Length: > 0 and <= LengthMax }
        && name.All(c => char.IsAsciiLetterOrDigit(c) || c is '-' or '_');
}
