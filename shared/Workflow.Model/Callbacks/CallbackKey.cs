using System.Security.Cryptography;
using System.Text;

namespace Workflow.Model.Callbacks;

/// <summary>Signs callback URLs: HMAC-SHA256 under a key that is drawn from the secret for this purpose
/// alone.</summary>
public sealed class CallbackKey
{
    internal const int SignatureBytes = 32;

    private readonly byte[] _key;

    /// <param name="secret">Shared by bridges and APIs.</param>
    public CallbackKey(string secret) =>
        _key = HMACSHA256.HashData(Encoding.UTF8.GetBytes(secret), "workflow agent callback"u8);

    internal void Sign(ReadOnlySpan<byte> text, Span<byte> signature) => HMACSHA256.HashData(_key, text, signature);

    internal bool HasSigned(ReadOnlySpan<byte> text, ReadOnlySpan<byte> signature)
    {
        Span<byte> expected = stackalloc byte[SignatureBytes];
        Sign(text, expected);
        return CryptographicOperations.FixedTimeEquals(expected, signature);
    }
}
