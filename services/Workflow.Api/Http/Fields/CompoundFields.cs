using System.Text.Json;
using Workflow.Model;

namespace Workflow.Api.Http.Fields;

/// <summary>JSON, kept as it was sent. Not in the query.</summary>
/// <param name="kind">What it begins with; null for anything.</param>
public abstract class RawField(string name, string description, JsonTokenType? kind) : Field<RawJson>(name, description)
{
    protected override bool TryRead(in JsonMember member, out RawJson value)
    {
        value = member.Value;
        return kind is null || member.Kind == kind;
    }

    protected override bool TryRead(string text, out RawJson value)
    {
        value = default;
        return false;
    }
}

/// <summary>A JSON object, kept as it was sent.</summary>
public sealed class ObjectField(string name, string description)
    : RawField(name, description, JsonTokenType.StartObject)
{
    public override string Expected => "an object or null";

    public override FieldSchema Schema => new("object");
}

/// <summary>A JSON array, kept as it was sent.</summary>
public sealed class ArrayField(string name, string description)
    : RawField(name, description, JsonTokenType.StartArray)
{
    public override string Expected => "an array or null";

    public override FieldSchema Schema => new("array");
}

/// <summary>A JSON object with known members. They are read by <see cref="BodyShape.Read"/> of its shape.</summary>
public sealed class ShapeField(string name, string description, BodyShape shape)
    : RawField(name, description, JsonTokenType.StartObject)
{
    public BodyShape Shape => shape;

    public override string Expected => "an object of " + string.Join(", ", shape.Fields.Select(one => one.Name));

    public override FieldSchema Schema => new("object") { Shape = shape };
}

/// <summary>A JSON array of objects with known members. They are read by <see cref="BodyShape.Read"/> of their
/// shape.</summary>
public sealed class ShapesField(string name, string description, BodyShape shape)
    : RawField(name, description, JsonTokenType.StartArray)
{
    public override string Expected =>
        "a list of objects of " + string.Join(", ", shape.Fields.Select(one => one.Name));

    public override FieldSchema Schema => new("array") { ElementType = "object", Shape = shape };
}

/// <summary>Any JSON value, kept as it was sent.</summary>
public sealed class AnyField(string name, string description)
    : RawField(name, description, null)
{
    public override string Expected => "any JSON value";

    public override FieldSchema Schema => new("any");
}

/// <summary>A list of texts; in the query: separated by commas.</summary>
public sealed class TextsField(string name, string description, int countMax, int lengthMax = 200)
    : Field<IReadOnlyList<string>>(name, description)
{
    /// <summary>The only values that are taken; null for any.</summary>
    public IReadOnlyList<string>? Values { get; init; }

    public override string Expected => Values is null
        ? $"a list of up to {countMax} texts of 1 to {lengthMax} characters"
        : "a list of " + string.Join(", ", Values);

    public override FieldSchema Schema => new("array") { ElementType = "string", Values = Values };

    protected override bool TryRead(in JsonMember member, out IReadOnlyList<string> value)
    {
        var texts = new List<string>();
        value = texts;
        if (member.Kind != JsonTokenType.StartArray)
        {
            return false;
        }

        var reader = new Utf8JsonReader(member.Value.Utf8.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType != JsonTokenType.EndArray)
        {
            if (reader.TokenType != JsonTokenType.String || !JsonText.TryRead(ref reader, out var text))
            {
                return false;
            }

            texts.Add(text);
        }

        return IsFine(texts);
    }

    protected override bool TryRead(string text, out IReadOnlyList<string> value)
    {
        value = text.Split(',');
        return IsFine(value);
    }

    private bool IsFine(IReadOnlyList<string> texts) => texts.Count <= countMax && texts.All(text =>
        text.Length > 0 && text.Length <= lengthMax && !text.Contains('\0') && Values?.Contains(text) != false);
}

/// <summary>Key-value pairs of texts; in the query: <c>key=value</c> or <c>key:value</c>, separated by
/// commas.</summary>
public sealed class LabelsField(string name, string description)
    : Field<IReadOnlyDictionary<string, string>>(name, description)
{
    public const int CountMax = 32;
    public const int KeyLengthMax = 63;
    public const int ValueLengthMax = 255;

    public override string Expected =>
        $"up to {CountMax} pairs of a key of 1 to {KeyLengthMax} characters and a text of up to {ValueLengthMax}";

    public override FieldSchema Schema => new("object") { ElementType = "string" };

    protected override bool TryRead(in JsonMember member, out IReadOnlyDictionary<string, string> value)
    {
        var labels = new Dictionary<string, string>();
        value = labels;
        if (member.Kind != JsonTokenType.StartObject)
        {
            return false;
        }

        var reader = new Utf8JsonReader(member.Value.Utf8.Span);
        reader.Read();
        while (reader.Read() && reader.TokenType == JsonTokenType.PropertyName)
        {
            if (!JsonText.TryRead(ref reader, out var key) || !reader.Read()
                || reader.TokenType != JsonTokenType.String || !JsonText.TryRead(ref reader, out var text)
                || !IsFine(key, text) || !labels.TryAdd(key, text))
            {
                return false;
            }
        }

        return labels.Count <= CountMax;
    }

    protected override bool TryRead(string text, out IReadOnlyDictionary<string, string> value)
    {
        var labels = new Dictionary<string, string>();
        value = labels;
        foreach (var pair in text.Split(','))
        {
            var cut = pair.IndexOfAny(['=', ':']);
            if (cut <= 0 || !IsFine(pair[..cut], pair[(cut + 1)..]) || !labels.TryAdd(pair[..cut], pair[(cut + 1)..]))
            {
                return false;
            }
        }

        return labels.Count <= CountMax;
    }

    private static bool IsFine(string key, string text) => key.Length is > 0 and <= KeyLengthMax
        && text.Length <= ValueLengthMax && !key.Contains('\0') && !text.Contains('\0');
}
