using System.Runtime.InteropServices;
using System.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Text;

/// <summary>
/// Reads JSON from UTF-8 without recursion. Lenient reading also takes nan, infinities and raw control characters.
/// </summary>
internal ref struct JsonInput
{
    private readonly ReadOnlySpan<byte> _text;
    private readonly int _deepest;
    private readonly bool _lenient;
    private readonly KeyCache _keys = new();
    private readonly Stack<Open> _open = new();
    private readonly List<JqValue> _items = [];
    private int _at;

    private JsonInput(ReadOnlySpan<byte> text, int deepest, bool lenient)
    {
        _text = text;
        _deepest = deepest;
        _lenient = lenient;
    }

    /// <summary>Reads exactly one value.</summary>
    /// <exception cref="JsonTextException">The text is no JSON or nested too deeply.</exception>
    public static JqValue Read(ReadOnlySpan<byte> text, int deepest, bool lenient)
    {
        var body = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        var input = new JsonInput(body, deepest, lenient);
        return input.ReadDocument();
    }

    private JqValue ReadDocument()
    {
        while (true)
        {
            var value = ReadStart();
            while (value is not null)
            {
                if (_open.Count == 0)
                {
                    SkipSpace();
                    return _at == _text.Length ? value : throw Wrong("Unexpected extra JSON values", false);
                }

                value = Continue(value);
            }
        }
    }

    /// <summary>
    /// A whole scalar or empty container, or null when a container was opened and its first value comes next.
    /// </summary>
    private JqValue? ReadStart()
    {
        SkipSpace();
        switch ((char)Peek())
        {
            case '[':
                _at++;
                SkipSpace();
                if (Peek() == ']')
                {
                    _at++;
                    CheckDepth();
                    return JqValue.EmptyArray;
                }

                Push(new Open(null, _items.Count));
                return null;
            case '{':
                _at++;
                SkipSpace();
                if (Peek() == '}')
                {
                    _at++;
                    CheckDepth();
                    return JqValue.EmptyObject;
                }

                Push(new Open(new MemberList(), 0) { Key = ReadKey() });
                return null;
            case '"':
                return JqValue.Sound(ReadString(false));
            default:
                return ReadLiteral();
        }
    }

    /// <summary>
    /// Puts a value where it belongs: null when another value comes next, else the container that it closed.
    /// </summary>
    private JqValue? Continue(JqValue value)
    {
        var open = _open.Peek();
        SkipSpace();
        var next = Peek();
        _at++;
        if (open.Members is { } members)
        {
            members.Set(open.Key!, value);
            if (next == ',')
            {
                SkipSpace();
                open.Key = ReadKey();
                return null;
            }

            if (next == '}')
            {
                _open.Pop();
                return members.ToValue();
            }

            throw Wrong("Objects must consist of key:value pairs");
        }

        _items.Add(value);
        if (next == ',')
        {
            return null;
        }

        if (next != ']')
        {
            throw Wrong("Expected separator between values");
        }

        _open.Pop();
        var array = JqValue.FromSpan(CollectionsMarshal.AsSpan(_items)[open.Start..]);
        _items.RemoveRange(open.Start, _items.Count - open.Start);
        return array;
    }

    private void Push(Open open)
    {
        CheckDepth();
        _open.Push(open);
    }

    private readonly void CheckDepth()
    {
        if (_open.Count >= _deepest)
        {
            throw Wrong("Exceeds depth limit for parsing");
        }
    }

    private string ReadKey()
    {
        if (Peek() != '"')
        {
            if (Peek() != 0)
            {
                ReadLiteral();
            }

            throw Wrong("Object keys must be strings");
        }

        var key = ReadString(true);
        SkipSpace();
        if (Peek() != ':')
        {
            _at++;
            throw Wrong("Objects must consist of key:value pairs");
        }

        _at++;
        return key;
    }

    private string ReadString(bool key)
    {
        var start = ++_at;
        var length = _text[start..].IndexOfAny((byte)'"', (byte)'\\');
        if (length < 0)
        {
            _at = _text.Length;
            throw Wrong("Unfinished string");
        }

        var plain = _text.Slice(start, length);
        if (!_lenient && plain.IndexOfAnyInRange((byte)0, (byte)31) is var bad && bad >= 0)
        {
            _at = start + bad + 1;
            throw Wrong("Control characters in strings must be escaped");
        }

        _at = start + length;
        if (_text[_at] == '"')
        {
            _at++;
            return key ? _keys.Get(plain) : Encoding.UTF8.GetString(plain);
        }

        var result = StringEscapes.ReadRest(_text, start, ref _at, out var problem);
        return problem is null ? result : throw Wrong(problem);
    }

    private JqValue ReadLiteral()
    {
        var length = _text[_at..].IndexOfAny(" \t\r\n[]{},:\""u8);
        var atEnd = length < 0;
        var token = atEnd ? _text[_at..] : _text.Slice(_at, length);
        _at += token.Length;
        if (token.Length == 0)
        {
            _at += atEnd ? 0 : 1;
            throw Wrong(atEnd ? "Expected JSON value" : "Expected a value", !atEnd);
        }

        var value = Literals.Read(token, _lenient, out var problem);
        if (value is not null)
        {
            return value;
        }

        _at += atEnd ? 0 : 1;
        throw Wrong(atEnd ? problem + " at EOF" : problem);
    }

    private readonly byte Peek() => _at < _text.Length ? _text[_at] : (byte)0;

    private void SkipSpace()
    {
        while (_at < _text.Length && _text[_at] is (byte)' ' or (byte)'\n' or (byte)'\t' or (byte)'\r')
        {
            _at++;
        }
    }

    private readonly JsonTextException Wrong(string problem, bool place = true)
    {
        var before = _text[..Math.Min(_at, _text.Length)];
        var line = before.Count((byte)'\n') + 1;
        var column = before.Length - (before.LastIndexOf((byte)'\n') + 1);
        if (place && _at > _text.Length)
        {
            problem = "Unfinished JSON term at EOF";
        }

        return new JsonTextException(place ? $"{problem} at line {line}, column {column}" : problem, line, column);
    }

    private sealed class Open(MemberList? members, int start)
    {
        public MemberList? Members => members;

        public int Start => start;

        public string? Key { get; set; }
    }
}
