using System.Globalization;
using System.Security.Cryptography;
using System.Text;

namespace Workflow.Api.Webhooks;

/// <summary>Signs requests as the published Standard Webhooks say, so that receivers find code for it in many
/// languages.</summary>
/// <remarks>HMAC-SHA256 over <c>id.timestamp.body</c>, Base64, after <c>v1,</c>. A secret that begins with
/// <c>whsec_</c> is Base64 of the key; of any other one the UTF-8 bytes are the key.</remarks>
public static class Signature
{
    public const string IdHeader = "webhook-id";
    public const string TimestampHeader = "webhook-timestamp";
    public const string Header = "webhook-signature";

    public const string Expected = "whsec_ and Base64 of 24 to 64 bytes, or a text of 16 to 200 characters";

    private const string Prefix = "whsec_";
    private const int KeyBytes = 32;

    public static string NewSecret() => Prefix + Convert.ToBase64String(RandomNumberGenerator.GetBytes(KeyBytes));

    /// <summary>Whether a secret can be used and is not too easily guessed.</summary>
    public static bool IsUsable(string secret) => secret.StartsWith(Prefix, StringComparison.Ordinal)
        ? KeyOf(secret)?.Length is >= 24 and <= 64
        : secret.Length is >= 16 and <= 200;

    /// <param name="timestamp">Seconds since 1970, as sent in <see cref="TimestampHeader"/>.</param>
    public static string Of(string secret, string id, long timestamp, ReadOnlySpan<byte> body)
    {
        var head = Encoding.UTF8.GetBytes(string.Create(CultureInfo.InvariantCulture, $"{id}.{timestamp}."));
        using var hash = IncrementalHash.CreateHMAC(HashAlgorithmName.SHA256, KeyOf(secret) ?? []);
        hash.AppendData(head);
        hash.AppendData(body);
        return "v1," + Convert.ToBase64String(hash.GetHashAndReset());
    }

    private static byte[]? KeyOf(string secret)
    {
        if (!secret.StartsWith(Prefix, StringComparison.Ordinal))
        {
            return Encoding.UTF8.GetBytes(secret);
        }

        var key = new byte[secret.Length];
        return Convert.TryFromBase64String(secret[Prefix.Length..], key, out var length) ? key[..length] : null;
    }
}
