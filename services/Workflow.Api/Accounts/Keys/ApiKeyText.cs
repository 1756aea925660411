using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;
using System.Security.Cryptography;
using System.Text;
using Workflow.Api.Accounts.Tokens;

namespace Workflow.Api.Accounts.Keys;

/// <summary>API keys as callers have them: <c>wfk_</c> and 32 random bytes in base64url.</summary>
public static class ApiKeyText
{
    public const string Prefix = "wfk_";

    private const int RandomBytes = 32;

    /// <summary>24 of 256 random bits: enough to know a key by, too few to help anybody.</summary>
    private const int HintLength = 8;

    public static string Create() =>
        Prefix + Base64Url.EncodeToString(RandomNumberGenerator.GetBytes(RandomBytes));

    /// <summary>What is shown of a key later on.</summary>
    public static string HintOf(string key) => key[..HintLength];

    /// <summary>What is kept of a key.</summary>
    public static byte[] HashOf(string key) => SHA256.HashData(Encoding.ASCII.GetBytes(key));

    /// <summary>Whether a text can be a key at all; if so, its hash.</summary>
    public static bool TryHash(string text, [NotNullWhen(true)] out byte[]? hash)
    {
        hash = Base64UrlText.TryDecode(text.AsSpan(Prefix.Length), out var random) && random.Length == RandomBytes
            ? HashOf(text)
            : null;
        return hash is not null;
    }
}
