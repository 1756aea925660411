using System.Globalization;
using System.Text.Json;

namespace Workflow.Api.Http.Fields;

/// <summary>A text; a null character is never taken, since the database cannot keep it.</summary>
public sealed class TextField(string name, string description, int lengthMax = 200) : Field<string>(name, description)
{
    public override string Expected => $"a text of 1 to {lengthMax} characters";

    public override FieldSchema Schema => new("string") { LengthMax = lengthMax };

    protected override bool TryRead(in JsonMember member, out string value) =>
        JsonText.TryRead(member, out value) && TryRead(value, out value);

    protected override bool TryRead(string text, out string value)
    {
        value = text;
        return text.Length > 0 && text.Length <= lengthMax && !text.Contains('\0');
    }
}

/// <summary>One of a few words.</summary>
public sealed class ChoiceField(string name, string description, params string[] values)
    : Field<string>(name, description)
{
    /// <summary>Taken when nothing is given; for the document.</summary>
    public string? Default { get; init; }

    public override string Expected => "one of " + string.Join(", ", values);

    public override FieldSchema Schema => new("string") { Values = values, Default = Default };

    protected override bool TryRead(in JsonMember member, out string value) =>
        JsonText.TryRead(member, out value) && TryRead(value, out value);

    protected override bool TryRead(string text, out string value)
    {
        value = text;
        return values.Contains(text);
    }
}

/// <summary>A whole number within bounds.</summary>
public sealed class NumberField(string name, string description, long least, long most)
    : Field<long>(name, description)
{
    /// <summary>Taken when nothing is given; for the document.</summary>
    public long? Default { get; init; }

    public override string Expected => $"a whole number from {least} to {most}";

    public override FieldSchema Schema => new("integer")
    {
        Format = "int64",
        Least = least,
        Most = most,
        Default = Default?.ToString(CultureInfo.InvariantCulture),
    };

    protected override bool TryRead(in JsonMember member, out long value)
    {
        value = 0;
        return member.Kind == JsonTokenType.Number && TryRead(member.Value.ToString(), out value);
    }

    protected override bool TryRead(string text, out long value) =>
        long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out value)
        && value >= least && value <= most;
}

/// <summary>true or false.</summary>
public sealed class FlagField(string name, string description) : Field<bool>(name, description)
{
    public override string Expected => "true or false";

    public override FieldSchema Schema => new("boolean");

    protected override bool TryRead(in JsonMember member, out bool value)
    {
        value = member.Kind == JsonTokenType.True;
        return member.Kind is JsonTokenType.True or JsonTokenType.False;
    }

    protected override bool TryRead(string text, out bool value)
    {
        value = text is "true" or "1";
        return text is "true" or "false" or "1" or "0";
    }
}

/// <summary>A UUID in its usual form.</summary>
public sealed class UuidField(string name, string description) : Field<Guid>(name, description)
{
    public override string Expected => "a UUID such as 0199d6a4-7a01-7c3e-9b0f-2f6c1d0a4e55";

    public override FieldSchema Schema => new("string") { Format = "uuid" };

    protected override bool TryRead(in JsonMember member, out Guid value)
    {
        value = default;
        return JsonText.TryRead(member, out var text) && TryRead(text, out value);
    }

    protected override bool TryRead(string text, out Guid value) => Guid.TryParseExact(text, "D", out value);
}

/// <summary>A moment in ISO 8601; without an offset it is UTC.</summary>
public sealed class TimeField(string name, string description) : Field<DateTimeOffset>(name, description)
{
    private static readonly string[] Forms =
    [
        "yyyy-MM-dd", "yyyy-MM-dd'T'HH:mmK", "yyyy-MM-dd'T'HH:mm:ssK", "yyyy-MM-dd'T'HH:mm:ss.FFFFFFFK",
    ];

    public override string Expected => "a time in ISO 8601 such as 2026-01-31T08:00:00Z";

    public override FieldSchema Schema => new("string") { Format = "date-time" };

    protected override bool TryRead(in JsonMember member, out DateTimeOffset value)
    {
        value = default;
        return JsonText.TryRead(member, out var text) && TryRead(text, out value);
    }

    protected override bool TryRead(string text, out DateTimeOffset value) => DateTimeOffset.TryParseExact(
        text.Replace(' ', '+'), Forms, CultureInfo.InvariantCulture,
        DateTimeStyles.AssumeUniversal | DateTimeStyles.AdjustToUniversal, out value);
}
