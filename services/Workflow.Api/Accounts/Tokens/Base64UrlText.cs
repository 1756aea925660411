using System.Buffers.Text;
using System.Diagnostics.CodeAnalysis;

namespace Workflow.Api.Accounts.Tokens;

/// <summary>base64url as RFC 7515, section 2, has it: without padding, white space or spare bits.</summary>
public static class Base64UrlText
{
    public static bool TryDecode(ReadOnlySpan<char> text, [NotNullWhen(true)] out byte[]? bytes)
    {
        bytes = Base64Url.IsValid(text) ? Base64Url.DecodeFromChars(text) : null;
        // One text per value: whatever was tolerated while decoding is not there when it is encoded again.
        if (bytes is null || !text.SequenceEqual(Base64Url.EncodeToString(bytes)))
        {
            bytes = null;
        }

        return bytes is not null;
    }
}
