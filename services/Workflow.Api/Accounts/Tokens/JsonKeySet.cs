using System.Diagnostics.CodeAnalysis;
using System.Text.Json;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>Reads a JSON Web Key Set (RFC 7517). Keys that are of no use here are passed over; symmetric ones always:
/// what everybody can read is no secret.</summary>
public static class JsonKeySet
{
    private const int KeysMax = 100;

    /// <returns>False if it is no key set.</returns>
    public static bool TryRead(
        ReadOnlySpan<byte> utf8, [NotNullWhen(true)] out IReadOnlyList<VerificationKey>? keys)
    {
        keys = null;
        if (!StrictJson.TryReadObject(utf8, out var set) || !set.TryGetProperty("keys", out var list)
            || list.ValueKind != JsonValueKind.Array)
        {
            return false;
        }

        keys = [.. list.EnumerateArray().Take(KeysMax).Select(KeyOf).OfType<VerificationKey>()];
        return true;
    }

    private static VerificationKey? KeyOf(JsonElement key)
    {
        if (!key.TryText("kty", out var type) || !IsForSignatures(key))
        {
            return null;
        }

        var keyId = key.TryText("kid", out var name) ? name : null;
        return type switch
        {
            "RSA" when IsFor(key, TokenAlgorithm.Rs256) && Bytes(key, "n") is { } n && Bytes(key, "e") is { } e =>
                PublicKeys.Rsa(n, e, keyId),
            "EC" when IsFor(key, TokenAlgorithm.Es256) && key.TryText("crv", out var curve) && curve == "P-256"
                && Bytes(key, "x") is { } x && Bytes(key, "y") is { } y => PublicKeys.P256(x, y, keyId),
            _ => null,
        };
    }

    private static bool IsForSignatures(JsonElement key) =>
        (!key.TryGetProperty("use", out _) || (key.TryText("use", out var use) && use == "sig"))
        && (!key.TryGetProperty("key_ops", out var operations)
            || operations.TextsOrNull()?.Contains("verify") == true);

    private static bool IsFor(JsonElement key, string algorithm) =>
        !key.TryGetProperty("alg", out _) || (key.TryText("alg", out var given) && given == algorithm);

    private static byte[]? Bytes(JsonElement key, string name) =>
        key.TryText(name, out var text) && Base64UrlText.TryDecode(text, out var bytes) ? bytes : null;
}
