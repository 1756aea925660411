using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Model;

/// <summary>A JSON value kept as its UTF-8 text, so that payloads travel from HTTP to Kafka to SQL without being
/// rebuilt.</summary>
/// <remarks>The text is taken as valid; whoever makes one from outside input parses it first.</remarks>
[JsonConverter(typeof(RawJsonConverter))]
public readonly record struct RawJson(ReadOnlyMemory<byte> Utf8)
{
    public static readonly RawJson Null = FromText("null");

    public bool IsEmpty => Utf8.IsEmpty;

    /// <summary>Whether there is no value, or the value is null.</summary>
    public bool IsNull => Utf8.IsEmpty || Utf8.Span.SequenceEqual("null"u8);

    public static RawJson FromText(string json) => new(Encoding.UTF8.GetBytes(json));

    public static RawJson FromElement(JsonElement element) =>
        new(JsonMarshal.GetRawUtf8Value(element).ToArray());

    public override string ToString() => Encoding.UTF8.GetString(Utf8.Span);
}

/// <summary>Copies the value's text in and out; an empty one is written as null.</summary>
public sealed class RawJsonConverter : JsonConverter<RawJson>
{
    public override bool HandleNull => true;

    public override RawJson Read(ref Utf8JsonReader reader, Type typeToConvert, JsonSerializerOptions options)
    {
        using var document = JsonDocument.ParseValue(ref reader);
        return RawJson.FromElement(document.RootElement);
    }

    public override void Write(Utf8JsonWriter writer, RawJson value, JsonSerializerOptions options)
    {
        if (value.IsEmpty)
        {
            writer.WriteNullValue();
        }
        else
        {
            writer.WriteRawValue(value.Utf8.Span, skipInputValidation: true);
        }
    }
}
