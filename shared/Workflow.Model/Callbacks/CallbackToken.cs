using System.Buffers.Binary;
using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Workflow.Model.Callbacks;

/// <summary>What the last segment of a callback URL says: which task may be answered, and until when.</summary>
/// <param name="ExpiresAt">To the second.</param>
public readonly record struct CallbackToken(Guid RunId, Guid TaskId, DateTimeOffset ExpiresAt)
{
    private const byte Version = 1;
    private const int SignedBytes = 1 + 16 + 16 + 8;
    private const int Bytes = SignedBytes + CallbackKey.SignatureBytes;

    /// <summary>Base64url of the token and its signature: 98 characters.</summary>
    public string Write(CallbackKey key)
    {
        Span<byte> bytes = stackalloc byte[Bytes];
        bytes[0] = Version;
        RunId.TryWriteBytes(bytes[1..], bigEndian: true, out _);
        TaskId.TryWriteBytes(bytes[17..], bigEndian: true, out _);
        BinaryPrimitives.WriteInt64BigEndian(bytes[33..], ExpiresAt.ToUnixTimeSeconds());
        key.Sign(bytes[..SignedBytes], bytes[SignedBytes..]);
        return Base64Url.EncodeToString(bytes);
    }

    /// <param name="keys">Any of which may have signed it.</param>
    /// <returns>False for a text that none of them has signed. Whether it is expired is not looked at.</returns>
    public static bool TryRead(
        [NotNullWhen(true)] string? text, IEnumerable<CallbackKey> keys, out CallbackToken token)
    {
        token = default;
        var bytes = new byte[Bytes];
        if (text is null || text.Length != Base64Url.GetEncodedLength(Bytes) || !Base64Url.IsValid(text)
            || !Base64Url.TryDecodeFromChars(text, bytes, out var written) || written != Bytes || bytes[0] != Version
            || !keys.Any(key => key.HasSigned(bytes.AsSpan(0, SignedBytes), bytes.AsSpan(SignedBytes))))
        {
            return false;
        }

        token = new CallbackToken(
            new Guid(bytes.AsSpan(1, 16), bigEndian: true), new Guid(bytes.AsSpan(17, 16), bigEndian: true),
            DateTimeOffset.FromUnixTimeSeconds(BinaryPrimitives.ReadInt64BigEndian(bytes.AsSpan(33))));
        return true;
    }
}
