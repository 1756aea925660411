using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>Blanks out parts of C# text; every other character keeps its position, so that lines stay right.</summary>
public static partial class CodeText
{
    /// <summary>Without comments, and with strings and characters emptied.</summary>
    public static string Bare(string code) => Token().Replace(code, match => Blank(match.ValueSpan));

    /// <summary>Without comments.</summary>
    public static string WithoutComments(string code) =>
        Token().Replace(code, match => match.Value.StartsWith('/') ? Blank(match.ValueSpan) : match.Value);

    private static string Blank(ReadOnlySpan<char> text)
    {
        var blank = new char[text.Length];
        for (var i = 0; i < text.Length; i++)
        {
            blank[i] = text[i] == '\n' ? '\n' : ' ';
        }

        return new string(blank);
    }

    // Comments; raw strings; verbatim strings; ordinary ones, also interpolated with a plain hole; characters.
    [GeneratedRegex("""
        //[^\n]* | /\*[\s\S]*?\*/
        | \$*("{3,})(?!")[\s\S]*?(?<!")\1(?!")
        | (?:\$@|@\$|@)"(?:[^"]|"")*"
        | \$"(?:\{\{|\}\}|\{(?:[^{}"]|"(?:\\.|[^"\\\n])*"|\{[^{}]*\})*\}|\\.|[^"\\{\n])*"
        | "(?:\\.|[^"\\\n])*"
        | '(?:\\u[0-9a-fA-F]{4}|\\.|[^'\\\n])'
        """, RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Token();
}
