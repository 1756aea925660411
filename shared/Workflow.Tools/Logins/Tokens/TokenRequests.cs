using System.Buffers.Text;
using System.Globalization;
using System.Net;
using System.Security.Cryptography;
using System.Text;
using Workflow.Jq;
using Workflow.Outgoing.Calls;

namespace Workflow.Tools.Logins.Tokens;

/// <summary>Writes what a token endpoint is asked: the grant (RFC 6749, 8693) and who the client is (RFC 6749, 2.3.1;
/// RFC 7523, 2.2).</summary>
internal static class TokenRequests
{
    private const string JwtType = "urn:ietf:params:oauth:client-assertion-type:jwt-bearer";

    private static readonly TimeSpan AssertionLife = TimeSpan.FromMinutes(1);

    /// <param name="refreshToken">Of an earlier answer; null asks by the grant.</param>
    public static OutgoingRequest Of(TokenTerms terms, Uri endpoint, string? refreshToken, DateTimeOffset now)
    {
        var fields = new List<KeyValuePair<string, string>>();
        void Add(string name, string? value)
        {
            if (value is not null)
            {
                fields.Add(KeyValuePair.Create(name, value));
            }
        }

        Add("grant_type", refreshToken is null ? terms.Grant : "refresh_token");
        Add("refresh_token", refreshToken);
        Add("scope", terms.Scopes.Count == 0 ? null : string.Join(' ', terms.Scopes));
        if (refreshToken is null)
        {
            AddGrant(terms, Add);
        }

        AddClient(terms, endpoint, now, Add);
        List<KeyValuePair<string, string>> headers =
        [
            KeyValuePair.Create("Accept", "application/json"),
            KeyValuePair.Create(
                "Content-Type", terms.IsJson ? "application/json" : "application/x-www-form-urlencoded"),
        ];
        if (terms.Method == "client_secret_basic")
        {
            headers.Add(KeyValuePair.Create("Authorization", $"Basic {Pair(terms)}"));
        }

        return new OutgoingRequest(
            "POST", endpoint, headers, terms.IsJson ? Json(fields) : Form(fields), FollowsRedirects: false);
    }

    /// <summary>The client as <c>client_secret_basic</c> sends it.</summary>
    public static string Pair(TokenTerms terms) => Convert.ToBase64String(Encoding.UTF8.GetBytes(
        $"{WebUtility.UrlEncode(terms.ClientId)}:{WebUtility.UrlEncode(terms.ClientSecret)}"));

    private static void AddGrant(TokenTerms terms, Action<string, string?> add)
    {
        foreach (var audience in terms.Audiences)
        {
            add("audience", audience);
        }

        if (terms.Grant == "password")
        {
            add("username", terms.Username);
            add("password", terms.Password);
        }

        if (terms.Grant == TokenTerms.Exchange)
        {
            add("subject_token", terms.Text("subject", "token"));
            add("subject_token_type", terms.Text("subject", "type"));
            add("actor_token", terms.Text("actor", "token"));
            add("actor_token_type", terms.Text("actor", "type"));
        }
    }

    private static void AddClient(
        TokenTerms terms, Uri endpoint, DateTimeOffset now, Action<string, string?> add)
    {
        switch (terms.Method)
        {
            case "client_secret_basic":
                return;
            case "client_secret_jwt" or "private_key_jwt":
                add("client_id", terms.ClientId);
                add("client_assertion_type", JwtType);
                add("client_assertion", terms.Method == "private_key_jwt"
                    ? terms.Assertion
                    : Signed(terms, endpoint, now));
                return;
            case "client_secret_post":
                add("client_id", terms.ClientId);
                add("client_secret", terms.ClientSecret);
                return;
            default:
                add("client_id", terms.ClientId);
                return;
        }
    }

    /// <summary>A JWT that only whoever has the secret can sign (RFC 7523, 3).</summary>
    private static string Signed(TokenTerms terms, Uri endpoint, DateTimeOffset now)
    {
        var claims = JqValue.Object(
        [
            KeyValuePair.Create("iss", JqValue.String(terms.ClientId!)),
            KeyValuePair.Create("sub", JqValue.String(terms.ClientId!)),
            KeyValuePair.Create("aud", JqValue.String(endpoint.AbsoluteUri)),
            KeyValuePair.Create("jti", JqValue.String(Guid.NewGuid().ToString())),
            KeyValuePair.Create("iat", JqValue.Number(now.ToUnixTimeSeconds())),
            KeyValuePair.Create("exp", JqValue.Number((now + AssertionLife).ToUnixTimeSeconds())),
        ]);
        var head = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);
        var text = $"{head}.{Base64Url.EncodeToString(claims.ToUtf8())}";
        var key = Encoding.UTF8.GetBytes(terms.ClientSecret!);
        return string.Create(
            CultureInfo.InvariantCulture,
            $"{text}.{Base64Url.EncodeToString(HMACSHA256.HashData(key, Encoding.UTF8.GetBytes(text)))}");
    }

    private static byte[] Form(IEnumerable<KeyValuePair<string, string>> fields) => Encoding.UTF8.GetBytes(
        string.Join('&', fields.Select(
            field => $"{WebUtility.UrlEncode(field.Key)}={WebUtility.UrlEncode(field.Value)}")));

    /// <summary>A name that comes more than once becomes a list.</summary>
    private static byte[] Json(IEnumerable<KeyValuePair<string, string>> fields) => JqValue.Object(fields
        .GroupBy(field => field.Key)
        .Select(group => KeyValuePair.Create(group.Key, group.Count() == 1
            ? JqValue.String(group.First().Value)
            : JqValue.Array(group.Select(field => JqValue.String(field.Value)))))).ToUtf8();
}
