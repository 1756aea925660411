using System.Text;

namespace Workflow.Jq.Builtins.Regexes;

/// <summary>
/// Rewrites a pattern of Oniguruma's Perl syntax into .NET's: possessive quantifiers, POSIX classes, \h, \R and \X,
/// and,
/// for texts beyond the basic plane, dots and negated classes that take a surrogate pair as one character.
/// </summary>
internal ref struct RegexTranslation
{
    /// <summary>One character that takes two UTF-16 units.</summary>
    public const string Pair = "[\\uD800-\\uDBFF][\\uDC00-\\uDFFF]";

    /// <summary>In a class: what is only a half of such a character.</summary>
    public const string Halves = "\\uD800-\\uDFFF";

    private readonly ReadOnlySpan<char> _pattern;
    private readonly bool _pairs;
    private readonly bool _dotAll;
    private readonly RegexGroups _groups;
    private readonly StringBuilder _result = new();
    private int _at;
    private int _atomStart;
    private int _opened;

    private RegexTranslation(ReadOnlySpan<char> pattern, bool pairs, bool dotAll)
    {
        _pattern = pattern;
        _pairs = pairs;
        _dotAll = dotAll;
        _groups = RegexGroups.Of(pattern);
    }

    public static string Translate(string pattern, bool pairs, bool dotAll)
    {
        var translation = new RegexTranslation(pattern, pairs, dotAll);
        return translation.Run();
    }

    private string Run()
    {
        var groups = new Stack<int>();
        while (_at < _pattern.Length)
        {
            var c = _pattern[_at];
            switch (c)
            {
                case '(':
                    groups.Push(_result.Length);
                    OpenGroup();
                    break;
                case ')':
                    _result.Append(c);
                    _at++;
                    _atomStart = groups.TryPop(out var start) ? start : _result.Length;
                    break;
                case '\\':
                    _atomStart = _result.Length;
                    Escape();
                    break;
                case '[':
                    _atomStart = _result.Length;
                    Class();
                    break;
                case '.' when _pairs:
                    _atomStart = _result.Length;
                    _result.Append($"(?:{Pair}|[^{(_dotAll ? "" : "\\n")}{Halves}])");
                    _at++;
                    break;
                case '*' or '+' or '?' or '{':
                    Quantifier();
                    break;
                default:
                    _atomStart = _result.Length;
                    Literal(c);
                    break;
            }
        }

        return _result.ToString();
    }

    private void Literal(char c)
    {
        if (_pairs && char.IsHighSurrogate(c) && _at + 1 < _pattern.Length)
        {
            _result.Append("(?:").Append(c).Append(_pattern[_at + 1]).Append(')');
            _at += 2;
            return;
        }

        _result.Append(c);
        _at++;
    }

    // A question mark of a group's kind must not be taken for a quantifier.
    private void OpenGroup()
    {
        _at++;
        _result.Append(_at < _pattern.Length && _pattern[_at] == '?' ? "(" : _groups.OpenUnnamed(ref _opened));
        _opened += RegexGroups.IsNamed(_pattern[_at..]) ? 1 : 0;
        while (_at < _pattern.Length && _pattern[_at] is '?' or '<' or '>' or ':' or '=' or '!' or '#')
        {
            var c = _pattern[_at];
            _result.Append(c);
            _at++;
            if (c is '>' or ':' or '=' or '!')
            {
                return;
            }
        }
    }

    private void Quantifier()
    {
        var start = _at;
        if (_pattern[_at] == '{')
        {
            var end = _pattern[_at..].IndexOf('}');
            var body = end < 0 ? [] : _pattern.Slice(_at + 1, end - 1);
            if (body.Length == 0 || body.IndexOfAnyExcept("0123456789,") >= 0 || body is ",")
            {
                _atomStart = _result.Length;
                _result.Append("\\{");
                _at++;
                return;
            }

            _at += end + 1;
            _result.Append(body[0] == ',' ? $"{{0{body}}}" : $"{{{body}}}");
        }
        else
        {
            _result.Append(_pattern[_at++]);
        }

        var isInterval = _pattern[start] == '{';
        if (_at < _pattern.Length && _pattern[_at] == '?')
        {
            _result.Append('?');
            _at++;
        }
        else if (!isInterval && _at < _pattern.Length && _pattern[_at] == '+')
        {
            _at++;
            _result.Insert(_atomStart, "(?>").Append(')');
        }
    }

    private void Escape()
    {
        var next = _at + 1 < _pattern.Length ? _pattern[_at + 1] : '\0';
        _at += 2;
        switch (next)
        {
            case 'h':
                _result.Append("[0-9a-fA-F]");
                break;
            case 'H':
                _result.Append(_pairs ? $"(?:{Pair}|[^0-9a-fA-F{Halves}])" : "[^0-9a-fA-F]");
                break;
            case 'R':
                _result.Append("(?:\\r\\n|[\\n\\v\\f\\r\\u0085\\u2028\\u2029])");
                break;
            case 'X':
                _result.Append($"(?:(?:{Pair}|[^\\p{{M}}{Halves}])\\p{{M}}*)");
                break;
            case 'g' when _at < _pattern.Length && _pattern[_at] == '<':
                throw new ArgumentException("calls of groups are not available");
            case 'x' when _at < _pattern.Length && _pattern[_at] == '{':
                CodePoint();
                break;
            case 'D' or 'W' or 'S' when _pairs:
                _result.Append($"(?:{Pair}|[^\\{char.ToLowerInvariant(next)}{Halves}])");
                break;
            case 'p' or 'P' when _at < _pattern.Length && _pattern[_at] == '{':
                Property(next == 'P');
                break;
            case >= '1' and <= '9' when _groups.NameOf(next - '0') is { } name:
                _result.Append($"\\k<{name}>");
                break;
            case '\0':
                _result.Append('\\');
                break;
            default:
                _result.Append('\\').Append(next);
                break;
        }
    }

    private void CodePoint()
    {
        var end = _pattern[_at..].IndexOf('}');
        var digits = end < 0 ? [] : _pattern.Slice(_at + 1, end - 1);
        if (!int.TryParse(digits, System.Globalization.NumberStyles.HexNumber, null, out var value)
            || !Rune.IsValid(value))
        {
            throw new ArgumentException("invalid code point value");
        }

        foreach (var unit in new Rune(value).ToString())
        {
            _result.Append($"\\u{(int)unit:X4}");
        }

        _at += end + 1;
    }

    private void Property(bool isNegated)
    {
        var end = _pattern[_at..].IndexOf('}');
        var name = end < 0 ? throw new ArgumentException("invalid character property name")
            : _pattern.Slice(_at + 1, end - 1);
        if (name.StartsWith("^"))
        {
            name = name[1..];
            isNegated = !isNegated;
        }

        var set = RegexClass.Property(name.ToString());
        _result.Append((_pairs, isNegated) switch
        {
            (true, true) => $"(?:{Pair}|[^{set}{Halves}])",
            (_, true) => $"[^{set}]",
            _ => $"[{set}]",
        });
        _at += end + 1;
    }

    private void Class() => _at = RegexClass.Translate(_pattern, _at, _pairs, _result);
}
