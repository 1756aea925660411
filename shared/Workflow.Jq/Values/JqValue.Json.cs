using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using Workflow.Jq.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq;

public sealed partial class JqValue
{
    /// <summary>How deeply nested a text or an element may be.</summary>
    public const int DeepestDocument = 512;

    /// <summary>Reads one JSON value; invalid UTF-8 and lone surrogates become U+FFFD.</summary>
    /// <exception cref="JsonException">The text is no JSON, or nested deeper than <see
    /// cref="DeepestDocument"/>.</exception>
    public static JqValue Parse(ReadOnlySpan<byte> utf8)
    {
        try
        {
            return JsonInput.Read(utf8, DeepestDocument, lenient: false);
        }
        catch (JsonTextException error)
        {
            throw new JsonException(error.Message, null, error.Line - 1, error.Column - 1, error);
        }
    }

    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static JqValue Parse(string json) => Parse(Encoding.UTF8.GetBytes(json));

    /// <summary>The same; no bytes at all are null, as a column or a member that is not there.</summary>
    /// <inheritdoc cref="Parse(ReadOnlySpan{byte})"/>
    public static JqValue ParseOrNull(ReadOnlySpan<byte> utf8) => utf8.IsEmpty ? Null : Parse(utf8);

    /// <summary>The same value, without going through text except for numbers and broken strings.</summary>
    /// <exception cref="JsonException">Nested deeper than <see cref="DeepestDocument"/>.</exception>
    public static JqValue FromElement(JsonElement element) => FromElement(element, new TextCache(), 0);

    /// <summary>Writes the value as the next one; not a number becomes null.</summary>
    public void WriteTo(Utf8JsonWriter writer) => DeepCall.Run(_depth, () =>
    {
        Write(writer);
        return true;
    });

    private static JqValue FromElement(JsonElement element, TextCache names, int depth)
    {
        if (depth > DeepestDocument)
        {
            throw new JsonException($"Exceeds depth limit of {DeepestDocument}");
        }

        if (!DeepCall.HasRoom)
        {
            return FromElementElsewhere(element, names, depth);
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.True:
                return True;
            case JsonValueKind.False:
                return False;
            case JsonValueKind.Number:
                return NumberOf(JsonMarshal.GetRawUtf8Value(element));
            case JsonValueKind.String:
                return FromText(element);
            case JsonValueKind.Array:
                return FromItems(element, names, depth);
            case JsonValueKind.Object:
                return FromProperties(element, names, depth);
            default:
                return Null;
        }
    }

    private static JqValue FromElementElsewhere(JsonElement element, TextCache names, int depth) =>
        DeepCall.RunOnLargeStack(() => FromElement(element, names, depth));

    private static JqValue FromItems(JsonElement element, TextCache names, int depth)
    {
        var items = new JqValue[element.GetArrayLength()];
        var count = 0;
        foreach (var item in element.EnumerateArray())
        {
            items[count++] = FromElement(item, names, depth + 1);
        }

        return FromOwned(items);
    }

    private static JqValue FromProperties(JsonElement element, TextCache names, int depth)
    {
        var members = new MemberList(Math.Max(1, element.GetPropertyCount()));
        foreach (var property in element.EnumerateObject())
        {
            var name = JsonMarshal.GetRawUtf8PropertyName(property);
            members.Set(
                name.Contains((byte)'\\') ? Parse([(byte)'"', .. name, (byte)'"']).Chars : names.Name(name),
                FromElement(property.Value, names, depth + 1));
        }

        return members.ToValue();
    }

    private static JqValue NumberOf(ReadOnlySpan<byte> text) =>
        PlainNumber.TryRead(text, out var number, out _) ? number : NumberText.Read(Encoding.ASCII.GetString(text));

    // A text with an escaped lone surrogate is none to the element.
    private static JqValue FromText(JsonElement element)
    {
        var raw = JsonMarshal.GetRawUtf8Value(element);
        return raw.Contains((byte)'\\') ? Parse(raw) : new JqValue(Encoding.UTF8.GetString(raw[1..^1]));
    }

    private void Write(Utf8JsonWriter writer)
    {
        switch (_kind)
        {
            case JqKind.Null:
                writer.WriteNullValue();
                break;
            case JqKind.Boolean:
                writer.WriteBooleanValue(_number != 0);
                break;
            case JqKind.Number:
                WriteNumber(writer);
                break;
            case JqKind.String:
                writer.WriteStringValue(Chars);
                break;
            case JqKind.Array:
                writer.WriteStartArray();
                foreach (var item in Span)
                {
                    item.Write(writer);
                }

                writer.WriteEndArray();
                break;
            default:
                writer.WriteStartObject();
                for (var i = 0; i < Count; i++)
                {
                    writer.WritePropertyName(Object_.Keys[i]);
                    Object_.Values[i].Write(writer);
                }

                writer.WriteEndObject();
                break;
        }
    }

    private void WriteNumber(Utf8JsonWriter writer)
    {
        Span<byte> text = stackalloc byte[32];
        if (NumberText.TryPrintPlain(this, text, out var length))
        {
            writer.WriteRawValue(text[..length], skipInputValidation: true);
        }
        else
        {
            writer.WriteRawValue(NumberText.Print(this), skipInputValidation: true);
        }
    }
}
