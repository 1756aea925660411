using System.Globalization;
using System.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Syntax;

/// <summary>Collects the pieces of a string literal.</summary>
internal sealed class StringParts
{
    private readonly List<StringPart> _parts = [];
    private readonly StringBuilder _text = new();

    public void Add(char c) => _text.Append(c);

    public void Add(IReadOnlyList<Token> program)
    {
        Flush();
        _parts.Add(new StringPart(null, program));
    }

    public IReadOnlyList<StringPart> Finish()
    {
        Flush();
        return _parts;
    }

    /// <summary>Reads what stands behind a backslash.</summary>
    public static bool TryUnescape(string text, ref int at, out char escaped)
    {
        escaped = at < text.Length ? text[at] : '\0';
        at++;
        switch (escaped)
        {
            case '"' or '\\' or '/':
                return true;
            case 'b':
                escaped = '\b';
                return true;
            case 'f':
                escaped = '\f';
                return true;
            case 'n':
                escaped = '\n';
                return true;
            case 'r':
                escaped = '\r';
                return true;
            case 't':
                escaped = '\t';
                return true;
            case 'u' when at + 4 <= text.Length && ushort.TryParse(
                text.AsSpan(at, 4), NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var unit):
                escaped = (char)unit;
                at += 4;
                return true;
            default:
                return false;
        }
    }

    private void Flush()
    {
        if (_text.Length > 0)
        {
            _parts.Add(new StringPart(Utf16.Repair(_text.ToString()), null));
            _text.Clear();
        }
    }
}
