using System.Buffers;

namespace Workflow.Jq.Text;

/// <summary>
/// Reads JSON from UTF-8 without recursion. Lenient reading also takes nan, infinities and raw control characters.
/// </summary>
internal ref struct JsonInput
{
    private static readonly SearchValues<byte> EndsToken = SearchValues.Create(" \t\r\n[]{},:\""u8);
    private static readonly SearchValues<byte> EndsText = SearchValues.Create("\"\\"u8);
    private static readonly SearchValues<byte> EndsStrictText =
        SearchValues.Create([.. Enumerable.Range(0, 32).Select(control => (byte)control), (byte)'"', (byte)'\\']);

    private readonly ReadOnlySpan<byte> _text;
    private readonly int _deepest;
    private readonly bool _lenient;
    private readonly OpenContainers _open;
    private int _at;

    private JsonInput(ReadOnlySpan<byte> text, int deepest, bool lenient)
    {
        _text = text;
        _deepest = deepest;
        _lenient = lenient;
        _open = OpenContainers.Take();
    }

    /// <summary>Reads exactly one value.</summary>
    /// <exception cref="JsonTextException">The text is no JSON or nested too deeply.</exception>
    public static JqValue Read(ReadOnlySpan<byte> text, int deepest, bool lenient)
    {
        var body = text.StartsWith("\uFEFF"u8) ? text[3..] : text;
        var input = new JsonInput(body, deepest, lenient);
        var value = input.ReadDocument();
        input._open.Return();
        return value;
    }

    /// <summary>Reads the value that begins at or behind a place of the text, leniently; null when only blanks
    /// follow.</summary>
    /// <exception cref="JsonTextException">What follows is no JSON or nested too deeply.</exception>
    public static JqValue? ReadNext(ReadOnlySpan<byte> text, ref int at, int deepest)
    {
        var input = new JsonInput(text, deepest, lenient: true) { _at = at };
        input.SkipSpace();
        var value = input._at < text.Length ? input.ReadValue() : null;
        at = input._at;
        input._open.Return();
        return value;
    }

    private JqValue ReadDocument()
    {
        var value = ReadValue();
        SkipSpace();
        return _at == _text.Length ? value : throw Wrong("Unexpected extra JSON values", false);
    }

    private JqValue ReadValue()
    {
        while (true)
        {
            var value = ReadStart();
            while (value is not null)
            {
                if (_open.Depth == 0)
                {
                    return value;
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

                CheckDepth();
                _open.Begin(false);
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

                CheckDepth();
                _open.Begin(true);
                _open.Add(ReadKey());
                return null;
            case '"':
                return ReadText();
            case >= '0' and <= '9' or '-' when PlainNumber.TryRead(_text[_at..], out var number, out var length):
                _at += length;
                return number;
            default:
                return ReadLiteral();
        }
    }

    /// <summary>
    /// Puts a value where it belongs: null when another value comes next, else the container that it closed.
    /// </summary>
    private JqValue? Continue(JqValue value)
    {
        SkipSpace();
        var next = Peek();
        _at++;
        _open.Add(value);
        if (next == (_open.IsInObject ? '}' : ']'))
        {
            return _open.End();
        }

        if (next != ',')
        {
            throw Wrong(_open.IsInObject
                ? "Objects must consist of key:value pairs"
                : "Expected separator between values");
        }

        if (_open.IsInObject)
        {
            SkipSpace();
            _open.Add(ReadKey());
        }

        return null;
    }

    private readonly void CheckDepth()
    {
        if (_open.Depth >= _deepest)
        {
            throw Wrong("Exceeds depth limit for parsing");
        }
    }

    private string ReadKey()
    {
        if (Peek() != '"')
        {
            if (_at == _text.Length)
            {
                throw Wrong("Unfinished JSON term at EOF");
            }

            if (Peek() == '}')
            {
                _at++;
                throw Wrong("Expected another key-value pair");
            }

            if (Peek() != 0)
            {
                ReadLiteral();
            }

            throw Wrong("Object keys must be strings");
        }

        var key = ReadString(out var plain) ?? _open.Texts.Name(plain);
        SkipSpace();
        if (Peek() != ':')
        {
            _at++;
            throw Wrong("Objects must consist of key:value pairs");
        }

        _at++;
        return key;
    }

    private JqValue ReadText() =>
        ReadString(out var plain) is { } text ? JqValue.Sound(text) : _open.Texts.Text(plain);

    /// <summary>The text when it holds escapes, else null and its bytes.</summary>
    private string? ReadString(out ReadOnlySpan<byte> plain)
    {
        var start = ++_at;
        var rest = _text[start..];
        var length = rest.IndexOfAny(_lenient ? EndsText : EndsStrictText);
        if (length < 0 || (rest[length] < ' ' && !rest.ContainsAny(EndsText)))
        {
            _at = _text.Length;
            throw Wrong("Unfinished string");
        }

        _at = start + length;
        plain = rest[..length];
        switch (rest[length])
        {
            case (byte)'"':
                _at++;
                return null;
            case (byte)'\\':
                var result = StringEscapes.ReadRest(_text, start, ref _at, out var problem);
                return problem is null ? result : throw Wrong(problem);
            default:
                _at++;
                throw Wrong("Control characters in strings must be escaped");
        }
    }

    private JqValue ReadLiteral()
    {
        var length = _text[_at..].IndexOfAny(EndsToken);
        var atEnd = length < 0;
        var token = atEnd ? _text[_at..] : _text.Slice(_at, length);
        _at += token.Length;
        if (token.Length == 0)
        {
            throw Missing(atEnd);
        }

        var value = Literals.Read(token, _lenient, out var problem);
        if (value is not null)
        {
            return value;
        }

        _at += atEnd ? 0 : 1;
        throw Wrong(atEnd ? problem + " at EOF" : problem);
    }

    /// <summary>There is something else where a value should begin.</summary>
    private JsonTextException Missing(bool atEnd)
    {
        if (atEnd)
        {
            return _open.Depth > 0 ? Wrong("Unfinished JSON term at EOF") : Wrong("Expected JSON value", false);
        }

        var before = _text[.._at].TrimEnd(" \t\r\n"u8);
        var isNext = _open.Depth > 0 && before.EndsWith(","u8);
        var found = (char)_text[_at++];
        return Wrong((found, isNext) switch
        {
            (']', true) => "Expected another array element",
            ('}', true) => "Unmatched '}'",
            (',', _) => "Expected value before ','",
            (':', _) => "Expected string key before ':'",
            _ => $"Unmatched '{found}'",
        });
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
}
