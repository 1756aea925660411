using System.Security.Cryptography;
using System.Text;
using Workflow.Jq;
using Workflow.Tools.Http;

namespace Workflow.Tools.Logins.Tokens;

/// <summary>What a token is asked for with, evaluated: the properties of <c>oauth2</c> or <c>oidc</c>.</summary>
internal sealed record TokenTerms
{
    public const string Exchange = "urn:ietf:params:oauth:grant-type:token-exchange";

    private static readonly string[] Methods =
        ["client_secret_basic", "client_secret_post", "client_secret_jwt", "private_key_jwt", "none"];

    private readonly JqValue _properties;
    private readonly string _tokenPath;

    private TokenTerms(JqValue properties, bool isOidc, Uri authority, string tokenPath)
    {
        (_properties, IsOidc, Authority, _tokenPath) = (properties, isOidc, authority, tokenPath);
        Key = Convert.ToBase64String(SHA256.HashData(
            Encoding.UTF8.GetBytes($"{isOidc}\n{authority.AbsoluteUri}\n{tokenPath}\n{properties.ToJson()}")));
    }

    /// <summary>The same for the same terms, secrets among them; none of them can be read in it.</summary>
    public string Key { get; }

    /// <summary>Whether a document of the authority says where tokens are.</summary>
    public bool IsOidc { get; }

    /// <summary>Absolute, http or https.</summary>
    public Uri Authority { get; }

    public string Grant => Text("grant") ?? "";

    public string? ClientId => Text("client", "id");

    public string? ClientSecret => Text("client", "secret");

    /// <summary>A JWT that the definition brings.</summary>
    public string? Assertion => Text("client", "assertion");

    /// <summary>How the client says who it is: one of the DSL's words.</summary>
    public string Method => Text("client", "authentication") ?? "client_secret_post";

    public bool IsJson => Text("request", "encoding") == "application/json";

    public string? Username => Text("username");

    public string? Password => Text("password");

    public IReadOnlyList<string> Issuers => List("issuers");

    public IReadOnlyList<string> Scopes => List("scopes");

    public IReadOnlyList<string> Audiences => List("audiences");

    /// <summary>What must not be told.</summary>
    public IEnumerable<string> Confidential => new[]
    {
        ClientSecret, Assertion, Password, Text("subject", "token"), Text("actor", "token"),
    }.OfType<string>();

    /// <summary>Where tokens are asked for, of <c>oauth2</c>: the authority's address with the endpoint's path at its
    /// end.</summary>
    public Uri? TokenEndpoint
    {
        get
        {
            var text = _tokenPath.Contains("://", StringComparison.Ordinal)
                ? _tokenPath
                : $"{Authority.GetLeftPart(UriPartial.Path).TrimEnd('/')}/{_tokenPath.TrimStart('/')}";
            return AddressOf(text);
        }
    }

    /// <param name="input">Of the task: what URI templates take values from.</param>
    /// <returns>The terms; or what is wrong with them, without a secret.</returns>
    public static (TokenTerms? Terms, string? Fault) Of(JqValue properties, bool isOidc, JqValue input)
    {
        if (AddressOf(UriTemplate.Expand(properties["authority"].AsString ?? "", input)) is not { } authority)
        {
            return (null, "`authority` gave no absolute http or https address without user and password");
        }

        var path = Member(Member(properties, "endpoints"), "token").AsString ?? "/oauth2/token";
        var terms = new TokenTerms(properties, isOidc, authority, UriTemplate.Expand(path, input));
        var missing = terms.Missing();
        return missing is not null ? (null, $"`{missing}` gave no text")
            : !Methods.Contains(terms.Method)
                ? (null, $"`client.authentication` is none of {string.Join(", ", Methods)}")
            : terms.Grant is not ("client_credentials" or "password" or Exchange)
                ? (null, $"`grant` is none of client_credentials, password, {Exchange}")
            : (terms, null);
    }

    public string? Text(string name, string? member = null)
    {
        var value = Member(_properties, name);
        return (member is null ? value : Member(value, member)).AsString;
    }

    // A record would show its members.
    public override string ToString() => $"terms of {Authority.Authority}";

    /// <summary>Null when it is none that may be called.</summary>
    public static Uri? AddressOf(string text) =>
        Uri.TryCreate(text, UriKind.Absolute, out var address) && address.Scheme is "http" or "https"
        && address.Host.Length > 0 && address.UserInfo.Length == 0 ? address : null;

    private string? Missing() =>
        Method != "none" && string.IsNullOrEmpty(ClientId) ? "client.id"
        : Method == "private_key_jwt" && string.IsNullOrEmpty(Assertion) ? "client.assertion"
        : Method.StartsWith("client_secret", StringComparison.Ordinal) && string.IsNullOrEmpty(ClientSecret)
            ? "client.secret"
        : Grant == "password" && Username is null ? "username"
        : Grant == "password" && Password is null ? "password"
        : Grant == Exchange && Text("subject", "token") is null ? "subject.token"
        : Grant == Exchange && Text("subject", "type") is null ? "subject.type"
        : null;

    private string[] List(string name) => Member(_properties, name) is { Kind: JqKind.Array } list
        ? [.. list.Items.Select(item => item.AsString).OfType<string>()]
        : [];

    private static JqValue Member(JqValue value, string name) =>
        value.Kind == JqKind.Object ? value[name] : JqValue.Null;
}
