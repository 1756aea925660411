namespace Workflow.Definitions.Reading;

/// <summary>Shows a piece of the author's text in a message, cut to a bearable length.</summary>
internal static class Quote
{
    private const int LengthMax = 80;

    public static string Of(string text) => $"`{Cut(text)}`";

    public static string Cut(string text)
    {
        var line = text.ReplaceLineEndings(" ");
        return line.Length <= LengthMax ? line : string.Concat(line.AsSpan(0, LengthMax), "…");
    }

    /// <summary><c>`a`, `b` or `c`</c>.</summary>
    public static string Any(IReadOnlyList<string> names) => names.Count switch
    {
        0 => "nothing",
        1 => Of(names[0]),
        _ => $"{string.Join(", ", names.SkipLast(1).Select(Of))} or {Of(names[^1])}",
    };
}
