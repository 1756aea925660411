using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>A signed token in compact form (RFC 7515, section 3.1), cut into its parts. Nothing of it is believed
/// yet.</summary>
/// <param name="KeyId">Names the key; null if the token does not.</param>
/// <param name="SigningInput">What was signed.</param>
/// <param name="Claims">The payload, undecoded JSON.</param>
public sealed record CompactToken(
    string Algorithm, string? KeyId, byte[] SigningInput, byte[] Claims, byte[] Signature)
{
    private const int KeyIdLengthMax = 256;

    // Explicit types (RFC 8725, section 3.11): a token made for another purpose is none of ours.
    private static readonly string[] Types = ["jwt", "at+jwt", "application/jwt", "application/at+jwt"];

    /// <param name="reason">What is wrong, as a sentence for the caller.</param>
    public static bool TryRead(
        string text, [NotNullWhen(true)] out CompactToken? token, [NotNullWhen(false)] out string? reason)
    {
        token = null;
        var parts = text.Split('.');
        if (parts.Length != 3)
        {
            reason = parts.Length == 5
                ? "The token is encrypted; send a signed one."
                : "The token does not consist of three parts.";
            return false;
        }

        if (!Base64UrlText.TryDecode(parts[0], out var header) || !Base64UrlText.TryDecode(parts[1], out var claims)
            || !Base64UrlText.TryDecode(parts[2], out var signature))
        {
            reason = "A part of the token is not base64url.";
            return false;
        }

        reason = RefusalOf(header, out var algorithm, out var keyId);
        if (reason is not null)
        {
            return false;
        }

        token = new CompactToken(
            algorithm, keyId, Encoding.ASCII.GetBytes(text, 0, parts[0].Length + 1 + parts[1].Length), claims,
            signature);
        return true;
    }

    private static string? RefusalOf(byte[] utf8, out string algorithm, out string? keyId)
    {
        keyId = null;
        algorithm = "";
        if (!StrictJson.TryReadObject(utf8, out var header))
        {
            return "The token's header is no JSON object, or has a member twice.";
        }

        if (!header.TryText("alg", out var alg))
        {
            return "The token's header names no algorithm.";
        }

        if (header.TryGetProperty("crit", out _))
        {
            return "The token's header has 'crit': an extension that is not understood here.";
        }

        if (header.TryGetProperty("typ", out _)
            && !(header.TryText("typ", out var type) && Types.Contains(type.ToLowerInvariant())))
        {
            return "The token's type is not JWT.";
        }

        if (header.TryGetProperty("kid", out _)
            && !(header.TryText("kid", out keyId) && keyId.Length <= KeyIdLengthMax))
        {
            return $"The token's key id is no text of at most {KeyIdLengthMax} characters.";
        }

        algorithm = alg;
        return null;
    }
}
