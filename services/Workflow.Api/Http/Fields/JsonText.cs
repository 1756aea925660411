using System.Text.Json;

namespace Workflow.Api.Http.Fields;

/// <summary>Reads JSON strings.</summary>
internal static class JsonText
{
    public static bool TryRead(in JsonMember member, out string text)
    {
        text = "";
        if (member.Kind != JsonTokenType.String)
        {
            return false;
        }

        var reader = new Utf8JsonReader(member.Value.Utf8.Span);
        reader.Read();
        return TryRead(ref reader, out text);
    }

    public static bool TryRead(ref Utf8JsonReader reader, out string text)
    {
        try
        {
            text = reader.GetString()!;
            return true;
        }
        catch (InvalidOperationException)
        {
            // An escaped half of a surrogate pair.
            text = "";
            return false;
        }
    }
}
