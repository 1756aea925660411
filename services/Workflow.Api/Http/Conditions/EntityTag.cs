using System.Buffers.Text;
using System.Security.Cryptography;
using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Workflow.Api.Http.Conditions;

/// <summary>Strong entity tags (RFC 9110, section 8.8.3): two answers with the same tag are the same bytes.</summary>
public static class EntityTag
{
    private const int HashBytes = 18;

    /// <summary>The tag in its quotes, of an answer as it is sent.</summary>
    public static string Of<T>(T answer, JsonTypeInfo<T> type) =>
        Of(JsonSerializer.SerializeToUtf8Bytes(answer, type));

    internal static string Of(ReadOnlySpan<byte> answer)
    {
        Span<byte> hash = stackalloc byte[SHA256.HashSizeInBytes];
        SHA256.HashData(answer, hash);
        return $"\"{Base64Url.EncodeToString(hash[..HashBytes])}\"";
    }
}
