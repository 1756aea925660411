namespace Workflow.Definitions.Reading;

/// <summary>Shows a piece of the author's text in a message, cut to a bearable length.</summary>
internal static class Quote
{
    private const int LengthMax = 80;

    public static string Of(string text) => $"`{Cut(text)}`";

    /// <summary>On one line, with an ellipsis where it was cut.</summary>
    public static string Cut(string text, int lengthMax = LengthMax)
    {
        var line = text.Length <= lengthMax ? text : string.Concat(text.AsSpan(0, lengthMax), "…");
        return line.ReplaceLineEndings(" ");
    }

    /// <summary><c>`a`, `b` or `c`</c>.</summary>
    public static string Any(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "nothing",
        1 => Of(names[0]),
        _ => $"{string.Join(", ", names.SkipLast(1).Select(Of))} or {Of(names[^1])}",
    };
}
