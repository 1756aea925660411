namespace Workflow.Jq.Values;

/// <summary>The members of an object: names, and a value for each. Immutable.</summary>
internal sealed class ObjectMembers(MemberNames names, JqValue[] values)
{
    public static ObjectMembers Empty { get; } = new(MemberNames.None, []);

    public int Count => values.Length;

    public MemberNames Names => names;

    public ReadOnlySpan<string> Keys => names.All;

    public ReadOnlySpan<JqValue> Values => values;

    /// <summary>Positions in the order of the keys' code points.</summary>
    public ReadOnlySpan<int> Sorted => names.Sorted;

    /// <summary>The position of a key, or -1.</summary>
    public int Find(string key) => names.Find(key);

    public ObjectMembers With(string key, JqValue value)
    {
        var at = Find(key);
        if (at < 0)
        {
            return new ObjectMembers(names.With(key), [.. values, value]);
        }

        var replaced = values.AsSpan().ToArray();
        replaced[at] = value;
        return new ObjectMembers(names, replaced);
    }
}
