namespace Workflow.Api.Http.Fields;

/// <summary>What a caller gave for the fields of a shape.</summary>
public sealed class FieldValues
{
    private readonly Dictionary<Field, object> _given = [];

    /// <summary>The body that they were read from, to name places in it.</summary>
    public ReadOnlyMemory<byte> Body { get; internal set; }

    public bool Has(Field field) => _given.ContainsKey(field);

    /// <summary>The value, or the default of its type when none was given.</summary>
    public T? Get<T>(Field<T> field) => _given.TryGetValue(field, out var value) ? (T)value : default;

    public T Get<T>(Field<T> field, T otherwise) => _given.TryGetValue(field, out var value) ? (T)value : otherwise;

    /// <summary>The value, or null when none was given.</summary>
    public T? OrNull<T>(Field<T> field)
        where T : struct => _given.TryGetValue(field, out var value) ? (T)value : null;

    internal void Set(Field field, object value) => _given[field] = value;
}
