using System.Collections.Frozen;

namespace Workflow.Jq.Syntax;

/// <summary>Splits a program into words.</summary>
internal sealed class Lexer
{
    /// <summary>Strings within interpolations within strings.</summary>
    private const int DeepestInterpolation = 64;

    private static readonly FrozenSet<string> Keywords = FrozenSet.Create(
        "as", "def", "module", "import", "include", "if", "then", "else", "elif", "end", "reduce", "foreach", "and",
        "or", "try", "catch", "label", "break", "__loc__");

    private static readonly string[] LongSymbols =
        ["?//", "//=", "!=", "==", "//", "|=", "+=", "-=", "*=", "/=", "%=", "<=", ">=", ".."];

    private readonly SourceText _source;
    private readonly string _text;
    private int _at;
    private int _interpolations;

    private Lexer(SourceText source)
    {
        _source = source;
        _text = source.Text;
    }

    /// <summary>The words of the whole program, the last one of kind End.</summary>
    public static IReadOnlyList<Token> Split(SourceText source)
    {
        var lexer = new Lexer(source);
        var tokens = lexer.ReadUntil(null, 0);
        return tokens;
    }

    private List<Token> ReadUntil(string? close, int openedAt)
    {
        var tokens = new List<Token>();
        var parentheses = 0;
        while (true)
        {
            SkipSpace();
            if (_at >= _text.Length)
            {
                if (close is not null)
                {
                    throw _source.Error(openedAt, "Unfinished string interpolation");
                }

                tokens.Add(new Token(TokenKind.End, "end of program", _at));
                return tokens;
            }

            var token = Next();
            if (close is not null && token.Is(")") && parentheses == 0)
            {
                tokens.Add(new Token(TokenKind.End, ")", token.At));
                return tokens;
            }

            parentheses += token.Is("(") ? 1 : token.Is(")") ? -1 : 0;
            tokens.Add(token);
        }
    }

    private Token Next()
    {
        var start = _at;
        var c = _text[_at];
        var following = _at + 1 < _text.Length ? _text[_at + 1] : '\0';
        if (char.IsAsciiDigit(c) || (c == '.' && char.IsAsciiDigit(following)))
        {
            return new Token(TokenKind.Number, ReadNumber(), start);
        }

        if (c == '"')
        {
            return ReadString();
        }

        if (IsNameStart(c))
        {
            var name = ReadName();
            return new Token(Keywords.Contains(name) ? TokenKind.Keyword : TokenKind.Name, name, start);
        }

        if (IsNameStart(following) && c is '.' or '@' or '$')
        {
            _at++;
            var name = ReadName();
            return new Token(
                c switch { '.' => TokenKind.Field, '@' => TokenKind.Format, _ => TokenKind.Variable }, name, start);
        }

        return new Token(TokenKind.Symbol, ReadSymbol(), start);
    }

    private string ReadSymbol()
    {
        foreach (var symbol in LongSymbols)
        {
            if (string.CompareOrdinal(_text, _at, symbol, 0, symbol.Length) == 0)
            {
                _at += symbol.Length;
                return symbol;
            }
        }

        var c = _text[_at];
        if (!".[](){}|,:;=<>+-*/%?".Contains(c))
        {
            throw _source.Error(_at, c > ' ' ? $"Unexpected character '{c}'" : $"Unexpected character U+{(int)c:X4}");
        }

        _at++;
        return c.ToString();
    }

    private string ReadNumber()
    {
        var start = _at;
        SkipDigits();
        if (_at < _text.Length && _text[_at] == '.')
        {
            _at++;
            SkipDigits();
        }

        if (_at < _text.Length && _text[_at] is 'e' or 'E')
        {
            var digits = _at + 1 < _text.Length && _text[_at + 1] is '+' or '-' ? _at + 2 : _at + 1;
            if (digits < _text.Length && char.IsAsciiDigit(_text[digits]))
            {
                _at = digits;
                SkipDigits();
            }
        }

        return _text[start.._at];
    }

    private void SkipDigits()
    {
        while (_at < _text.Length && char.IsAsciiDigit(_text[_at]))
        {
            _at++;
        }
    }

    // A name may be qualified with the name of a module, which the parser refuses by name.
    private string ReadName()
    {
        var start = _at;
        while (_at < _text.Length && (IsNamePart(_text[_at]) || IsQualifier()))
        {
            _at += IsNamePart(_text[_at]) ? 1 : 2;
        }

        return _text[start.._at];
    }

    private bool IsQualifier() =>
        _at + 2 < _text.Length && _text[_at] == ':' && _text[_at + 1] == ':' && IsNameStart(_text[_at + 2]);

    private void SkipSpace()
    {
        while (_at < _text.Length)
        {
            if (_text[_at] is ' ' or '\n' or '\t' or '\r')
            {
                _at++;
            }
            else if (_text[_at] == '#')
            {
                SkipComment();
            }
            else
            {
                return;
            }
        }
    }

    // An odd number of backslashes before the end of the line carries a comment on to the next one.
    private void SkipComment()
    {
        var odd = false;
        for (; _at < _text.Length; _at++)
        {
            var c = _text[_at];
            if (c == '\n' && !odd)
            {
                return;
            }

            odd = c == '\\' ? !odd : c == '\r' && odd;
        }
    }

    private Token ReadString()
    {
        var start = _at;
        var parts = new StringParts();
        for (_at++; _at < _text.Length;)
        {
            var at = _at;
            var c = _text[_at++];
            if (c == '"')
            {
                return new Token(TokenKind.String, "string", start, parts.Finish());
            }

            if (c != '\\')
            {
                parts.Add(c);
            }
            else if (_at < _text.Length && _text[_at] == '(')
            {
                parts.Add(ReadInterpolation());
            }
            else if (StringParts.TryUnescape(_text, ref _at, out var escaped))
            {
                parts.Add(escaped);
            }
            else
            {
                throw _source.Error(at, "Invalid escape in a string");
            }
        }

        throw _source.Error(start, "Unfinished string");
    }

    private List<Token> ReadInterpolation()
    {
        if (++_interpolations > DeepestInterpolation)
        {
            throw _source.Error(_at, $"Strings are nested deeper than {DeepestInterpolation} levels");
        }

        var openedAt = _at++;
        var tokens = ReadUntil(")", openedAt);
        _interpolations--;
        return tokens;
    }

    private static bool IsNameStart(char c) => char.IsAsciiLetter(c) || c == '_';

    private static bool IsNamePart(char c) => char.IsAsciiLetterOrDigit(c) || c == '_';
}
