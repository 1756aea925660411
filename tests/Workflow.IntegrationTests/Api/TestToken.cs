using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text;
using System.Text.Json;

namespace Workflow.IntegrationTests.Api;

/// <summary>Makes tokens for hosts with accounts.</summary>
internal static class TestToken
{
    public const string Secret = "a secret for tests, long enough for HS256";

    /// <param name="claims">Put in beside sub, exp and role, or in their place; a null takes one out.</param>
    public static string Of(string user, string? role = null, params (string Name, object? Value)[] claims)
    {
        var all = new Dictionary<string, object?>
        {
            ["sub"] = user,
            ["exp"] = TimeProvider.System.GetUtcNow().ToUnixTimeSeconds() + 3_600,
            ["role"] = role,
        };
        foreach (var (name, value) in claims)
        {
            all[name] = value;
        }

        return Sign(JsonSerializer.Serialize(all.Where(claim => claim.Value is not null).ToDictionary()));
    }

    public static string Sign(string claims, string secret = Secret)
    {
        var input = $"{Encode("""{"alg":"HS256","typ":"JWT"}"""u8)}.{Encode(Encoding.UTF8.GetBytes(claims))}";
        return $"{input}.{Encode(HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), Encoding.ASCII.GetBytes(input)))}";
    }

    private static string Encode(ReadOnlySpan<byte> bytes) => Base64Url.EncodeToString(bytes);
}
