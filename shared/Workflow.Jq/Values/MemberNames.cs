namespace Workflow.Jq.Values;

/// <summary>
/// The names of an object's members in the order of their insertion, each once, with an index once there are many.
/// Immutable, so that objects alike can share one.
/// </summary>
internal sealed class MemberNames
{
    private const int IndexedFrom = 9;

    private readonly string[] _names;
    private Dictionary<string, int>? _index;
    private int[]? _sorted;

    /// <summary>Over names that nobody else will write to.</summary>
    public MemberNames(string[] names)
    {
        _names = names;
        foreach (var name in names)
        {
            Size += name.Length + 4;
        }
    }

    public static MemberNames None { get; } = new([]);

    public int Count => _names.Length;

    public ReadOnlySpan<string> All => _names;

    /// <summary>What the names add to the size of an object.</summary>
    public long Size { get; }

    /// <summary>Positions in the order of the names' code points.</summary>
    public int[] Sorted => _sorted ??= Sort();

    /// <summary>The position of a name, or -1.</summary>
    public int Find(string name)
    {
        if (_names.Length >= IndexedFrom)
        {
            return (_index ??= BuildIndex()).GetValueOrDefault(name, -1);
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (ReferenceEquals(_names[i], name))
            {
                return i;
            }
        }

        for (var i = 0; i < _names.Length; i++)
        {
            if (_names[i].Length == name.Length && _names[i] == name)
            {
                return i;
            }
        }

        return -1;
    }

    /// <summary>Whether the name is at that place.</summary>
    public bool IsAt(string name, int place) => (uint)place < (uint)_names.Length && _names[place] == name;

    public MemberNames With(string name) => new([.. _names, name]);

    /// <summary>Whether they are these very strings; equal ones that are others do not count.</summary>
    public bool AreSame(ReadOnlySpan<string> names)
    {
        if (names.Length != _names.Length)
        {
            return false;
        }

        for (var i = 0; i < names.Length; i++)
        {
            if (!ReferenceEquals(names[i], _names[i]))
            {
                return false;
            }
        }

        return true;
    }

    private Dictionary<string, int> BuildIndex()
    {
        var index = new Dictionary<string, int>(_names.Length, StringComparer.Ordinal);
        for (var i = 0; i < _names.Length; i++)
        {
            index[_names[i]] = i;
        }

        return index;
    }

    private int[] Sort()
    {
        var positions = new int[_names.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = i;
        }

        Array.Sort(positions, (a, b) => Utf16.Compare(_names[a], _names[b]));
        return positions;
    }
}
