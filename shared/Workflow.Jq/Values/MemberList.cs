namespace Workflow.Jq.Values;

/// <summary>Collects the members of an object; a key that comes again replaces the value and keeps its place.</summary>
internal sealed class MemberList(int capacity = 4)
{
    private string[] _keys = new string[capacity];
    private JqValue[] _values = new JqValue[capacity];
    private Dictionary<string, int>? _index;
    private int _count;

    public int Count => _count;

    public void Set(string key, JqValue value)
    {
        var at = Find(key);
        if (at >= 0)
        {
            _values[at] = value;
            return;
        }

        if (_count == _keys.Length)
        {
            Array.Resize(ref _keys, Math.Max(4, _count * 2));
            Array.Resize(ref _values, Math.Max(4, _count * 2));
        }

        _index?.Add(key, _count);
        _keys[_count] = key;
        _values[_count++] = value;
    }

    /// <summary>The collected object; the list must not be used afterwards.</summary>
    public JqValue ToValue()
    {
        if (_count == 0)
        {
            return JqValue.EmptyObject;
        }

        Array.Resize(ref _keys, _count);
        Array.Resize(ref _values, _count);
        return JqValue.FromMembers(new ObjectMembers(new MemberNames(_keys), _values));
    }

    private int Find(string key)
    {
        if (_count < 9)
        {
            return Array.IndexOf(_keys, key, 0, _count);
        }

        if (_index is null)
        {
            _index = new Dictionary<string, int>(_count * 2, StringComparer.Ordinal);
            for (var i = 0; i < _count; i++)
            {
                _index.Add(_keys[i], i);
            }
        }

        return _index.GetValueOrDefault(key, -1);
    }
}
