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

    /// <summary>The same value, without going through text except for numbers and broken strings.</summary>
    /// <exception cref="JsonException">Nested deeper than <see cref="DeepestDocument"/>.</exception>
    public static JqValue FromElement(JsonElement element) => FromElement(element, new Dictionary<string, string>(), 0);

    /// <summary>Writes the value as the next one; not a number becomes null.</summary>
    public void WriteTo(Utf8JsonWriter writer) => DeepCall.Run(_depth, () =>
    {
        Write(writer);
        return true;
    });

    private static JqValue FromElement(JsonElement element, Dictionary<string, string> keys, int depth)
    {
        if (depth > DeepestDocument)
        {
            throw new JsonException($"Exceeds depth limit of {DeepestDocument}");
        }

        if (!DeepCall.HasRoom)
        {
            return DeepCall.RunOnLargeStack(() => FromElement(element, keys, depth));
        }

        switch (element.ValueKind)
        {
            case JsonValueKind.True:
                return True;
            case JsonValueKind.False:
                return False;
            case JsonValueKind.Number:
                return NumberText.Read(element.GetRawText());
            case JsonValueKind.String:
                return FromText(element);
            case JsonValueKind.Array:
                return FromOwned([.. element.EnumerateArray().Select(item => FromElement(item, keys, depth + 1))]);
            case JsonValueKind.Object:
                var members = new MemberList(Math.Max(1, element.GetPropertyCount()));
                foreach (var property in element.EnumerateObject())
                {
                    var name = NameOf(property);
                    if (!keys.TryGetValue(name, out var key))
                    {
                        keys[name] = key = name;
                    }

                    members.Set(key, FromElement(property.Value, keys, depth + 1));
                }

                return members.ToValue();
            default:
                return Null;
        }
    }

    private static JqValue FromText(JsonElement element)
    {
        try
        {
            return new JqValue(element.GetString()!);
        }
        catch (InvalidOperationException)
        {
            return Parse(element.GetRawText());
        }
    }

    private static string NameOf(JsonProperty property)
    {
        try
        {
            return property.Name;
        }
        catch (InvalidOperationException)
        {
            // The name holds a lone surrogate; the raw text of the property begins with it.
            return Parse($"{{{property}}}").Object_.Keys[0];
        }
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
                writer.WriteRawValue(NumberText.Print(this), skipInputValidation: true);
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
}
