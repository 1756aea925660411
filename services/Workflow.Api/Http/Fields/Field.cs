using System.Text.Json;

namespace Workflow.Api.Http.Fields;

/// <summary>A named value that callers send, in a body or in the query: how it is read, and how it is
/// documented.</summary>
public abstract class Field(string name, string description)
{
    public string Name => name;

    public string Description => description;

    /// <summary>Whether a body without it, or with null, is refused.</summary>
    public bool IsRequired { get; init; }

    /// <summary>Shown in the API's document.</summary>
    public string? Example { get; init; }

    /// <summary>What is taken, in words that follow "expected".</summary>
    public abstract string Expected { get; }

    /// <summary>Its schema: type, format, bounds, values.</summary>
    public abstract FieldSchema Schema { get; }

    internal abstract object? ReadJson(in JsonMember member);

    internal abstract object? ReadText(string text);
}

/// <summary>Schema of a field in words of JSON Schema.</summary>
public sealed record FieldSchema(string Type)
{
    public string? Format { get; init; }

    public IReadOnlyList<string>? Values { get; init; }

    public long? Least { get; init; }

    public long? Most { get; init; }

    public int? LengthMax { get; init; }

    public string? Default { get; init; }

    /// <summary>Type of the elements of an array, or of the values of an object; null for any.</summary>
    public string? ElementType { get; init; }

    /// <summary>Members of an object, or of the objects of an array; null where they are free.</summary>
    public BodyShape? Shape { get; init; }
}

/// <summary>A field whose value is of type <typeparamref name="T"/>.</summary>
public abstract class Field<T>(string name, string description) : Field(name, description)
{
    internal sealed override object? ReadJson(in JsonMember member) =>
        member.Kind != JsonTokenType.Null && TryRead(member, out var value) ? value : null;

    internal sealed override object? ReadText(string text) => TryRead(text, out var value) ? value : null;

    protected abstract bool TryRead(in JsonMember member, out T value);

    /// <summary>Reads it from a query or header.</summary>
    protected abstract bool TryRead(string text, out T value);
}
