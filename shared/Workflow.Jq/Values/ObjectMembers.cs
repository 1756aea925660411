namespace Workflow.Jq.Values;

/// <summary>
/// The members of an object in the order of their insertion, with an index once there are many. Immutable.
/// </summary>
internal sealed class ObjectMembers(string[] keys, JqValue[] values, int count)
{
    private const int IndexedFrom = 9;

    private Dictionary<string, int>? _index;
    private int[]? _sorted;

    public static ObjectMembers Empty { get; } = new([], [], 0);

    public int Count => count;

    public ReadOnlySpan<string> Keys => keys.AsSpan(0, count);

    public ReadOnlySpan<JqValue> Values => values.AsSpan(0, count);

    /// <summary>Positions in the order of the keys' code points.</summary>
    public ReadOnlySpan<int> Sorted => _sorted ??= Sort();

    /// <summary>The position of a key, or -1.</summary>
    public int Find(string key)
    {
        if (count >= IndexedFrom)
        {
            return (_index ??= BuildIndex()).GetValueOrDefault(key, -1);
        }

        for (var i = 0; i < count; i++)
        {
            if (ReferenceEquals(keys[i], key))
            {
                return i;
            }
        }

        for (var i = 0; i < count; i++)
        {
            if (keys[i].Length == key.Length && keys[i] == key)
            {
                return i;
            }
        }

        return -1;
    }

    public ObjectMembers With(string key, JqValue value)
    {
        var at = Find(key);
        if (at >= 0)
        {
            var replaced = values.AsSpan(0, count).ToArray();
            replaced[at] = value;
            return new ObjectMembers(keys, replaced, count) { _index = _index, _sorted = _sorted };
        }

        var moreKeys = new string[count + 1];
        var moreValues = new JqValue[count + 1];
        Keys.CopyTo(moreKeys);
        Values.CopyTo(moreValues);
        moreKeys[count] = key;
        moreValues[count] = value;
        return new ObjectMembers(moreKeys, moreValues, count + 1);
    }

    private Dictionary<string, int> BuildIndex()
    {
        var index = new Dictionary<string, int>(count, StringComparer.Ordinal);
        for (var i = 0; i < count; i++)
        {
            index[keys[i]] = i;
        }

        return index;
    }

    private int[] Sort()
    {
        var positions = new int[count];
        for (var i = 0; i < count; i++)
        {
            positions[i] = i;
        }

        Array.Sort(positions, (a, b) => Utf16.Compare(keys[a], keys[b]));
        return positions;
    }
}
