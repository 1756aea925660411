using System.Text.Json;
using Workflow.Model;

namespace Workflow.Api.Executions.Reading;

/// <summary>Reads a text out of a payload that may be anything.</summary>
public static class MemberText
{
    /// <returns>Null when the payload is no object, or the member is no text or holds half of a surrogate
    /// pair.</returns>
    public static string? Of(RawJson payload, string member)
    {
        if (payload.IsNull)
        {
            return null;
        }

        // Whatever is kept was read within limits before.
        using var json = JsonDocument.Parse(payload.Utf8, new JsonDocumentOptions { MaxDepth = int.MaxValue });
        try
        {
            return json.RootElement.ValueKind == JsonValueKind.Object
                && json.RootElement.TryGetProperty(member, out var value) && value.ValueKind == JsonValueKind.String
                ? value.GetString()
                : null;
        }
        catch (InvalidOperationException)
        {
            return null;
        }
    }
}
