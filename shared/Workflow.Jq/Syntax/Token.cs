namespace Workflow.Jq.Syntax;

internal enum TokenKind
{
    End,
    Field,
    Name,
    Keyword,
    Variable,
    Number,
    String,
    Format,
    Symbol,
}

/// <summary>
/// A word of the program. Text is without the leading dot, dollar or at sign; Parts only for strings.
/// </summary>
internal sealed record Token(TokenKind Kind, string Text, int At, IReadOnlyList<StringPart>? Parts = null)
{
    public bool Is(string symbol) => Kind is TokenKind.Symbol or TokenKind.Keyword && Text == symbol;
}

/// <summary>A piece of a string: plain text, or the words of an interpolated program.</summary>
internal readonly record struct StringPart(string? Text, IReadOnlyList<Token>? Program);
