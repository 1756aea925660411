using Workflow.Jq.Values;

namespace Workflow.Jq.Text;

/// <summary>
/// The arrays and objects that are open while a text is read, with what was read of them so far. Each thread keeps one
/// for its next text.
/// </summary>
internal sealed class OpenContainers
{
    /// <summary>More room than this is given back.</summary>
    private const int MostKept = 1_024;

    /// <summary>Objects whose names have more characters are not looked for again.</summary>
    private const int LongestNames = 2_048;

    [ThreadStatic]
    private static OpenContainers? _idle;

    private readonly MemberNames?[] _known = new MemberNames?[64];
    private Open[] _open = new Open[16];
    private JqValue[] _values = new JqValue[64];
    private string[] _names = new string[64];
    private int _valueCount;
    private int _nameCount;

    public int Depth { get; private set; }

    public bool IsInObject { get; private set; }

    public TextCache Texts { get; } = new();

    public static OpenContainers Take()
    {
        var taken = _idle ?? new OpenContainers();
        _idle = null;
        return taken;
    }

    /// <summary>To be called when nothing is open any more.</summary>
    public void Return()
    {
        Texts.ForgetTexts();
        _idle = _values.Length <= MostKept && _names.Length <= MostKept && _open.Length <= MostKept ? this : null;
    }

    public void Begin(bool isObject)
    {
        if (Depth == _open.Length)
        {
            Array.Resize(ref _open, Depth * 2);
        }

        _open[Depth++] = new Open(isObject, _valueCount, _nameCount);
        IsInObject = isObject;
    }

    public void Add(string name)
    {
        if (_nameCount == _names.Length)
        {
            Array.Resize(ref _names, _nameCount * 2);
        }

        _names[_nameCount++] = name;
    }

    public void Add(JqValue value)
    {
        if (_valueCount == _values.Length)
        {
            Array.Resize(ref _values, _valueCount * 2);
        }

        _values[_valueCount++] = value;
    }

    /// <summary>Closes the innermost container.</summary>
    public JqValue End()
    {
        var open = _open[--Depth];
        IsInObject = Depth > 0 && _open[Depth - 1].IsObject;
        var values = _values.AsSpan(open.FirstValue, _valueCount - open.FirstValue);
        var names = _names.AsSpan(open.FirstName, _nameCount - open.FirstName);
        var value = open.IsObject ? ObjectOf(names, values) : JqValue.FromSpan(values);
        values.Clear();
        names.Clear();
        (_valueCount, _nameCount) = (open.FirstValue, open.FirstName);
        return value;
    }

    // Most objects have the names of one before them.
    private JqValue ObjectOf(ReadOnlySpan<string> names, ReadOnlySpan<JqValue> values)
    {
        var middle = names[names.Length / 2].Length;
        ref var known = ref _known[((names.Length * 31) + (names[^1].Length * 7) + (middle * 3)) % _known.Length];
        if (known is not null && known.AreSame(names))
        {
            return JqValue.FromMembers(new ObjectMembers(known, values.ToArray()));
        }

        var members = new MemberList(names.Length);
        for (var i = 0; i < names.Length; i++)
        {
            members.Set(names[i], values[i]);
        }

        var value = members.ToValue();
        if (value.Count == names.Length && value.Object_.Names.Size <= LongestNames)
        {
            known = value.Object_.Names;
        }

        return value;
    }

    private readonly record struct Open(bool IsObject, int FirstValue, int FirstName);
}
