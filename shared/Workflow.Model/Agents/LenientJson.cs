using System.Text.Json;
using System.Text.Json.Serialization.Metadata;

namespace Workflow.Model;

/// <summary>Reads what the database holds, where somebody may have written by hand.</summary>
internal static class LenientJson
{
    /// <returns>Null for what cannot be read.</returns>
    public static T? Read<T>(string text, JsonTypeInfo<T> type)
        where T : class
    {
        try
        {
            return JsonSerializer.Deserialize(text, type);
        }
        catch (JsonException)
        {
            return null;
        }
    }
}
