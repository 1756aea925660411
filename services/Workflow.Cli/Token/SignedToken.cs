using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Cli.Token;

/// <summary>Who a token speaks of, and what it may be used for.</summary>
internal sealed record TokenContent(string Sub, string Role, string? Scope, string? Iss, string? Aud)
{
    /// <summary>Seconds since 1970.</summary>
    public long Iat { get; init; }

    /// <summary>Seconds since 1970.</summary>
    public long Exp { get; init; }
}

/// <summary>Makes JSON Web Tokens signed with HS256.</summary>
internal static class SignedToken
{
    private static readonly string Header = Base64Url.EncodeToString("""{"alg":"HS256","typ":"JWT"}"""u8);

    public static string Of(TokenContent claims, DateTimeOffset now, TimeSpan life, byte[] secret)
    {
        claims = claims with { Iat = now.ToUnixTimeSeconds(), Exp = (now + life).ToUnixTimeSeconds() };
        var json = JsonSerializer.SerializeToUtf8Bytes(claims, TokenJson.Default.TokenContent);
        var input = $"{Header}.{Base64Url.EncodeToString(json)}";
        return $"{input}.{Base64Url.EncodeToString(HMACSHA256.HashData(secret, Encoding.ASCII.GetBytes(input)))}";
    }
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(TokenContent))]
internal sealed partial class TokenJson : JsonSerializerContext;
