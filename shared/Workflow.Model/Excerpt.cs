namespace Workflow.Model;

/// <summary>Parts of texts that are too long to be told whole. A character of two UTF-16 units is never cut in two:
/// half of one is no text, and PostgreSQL, Kafka and JSON refuse it.</summary>
public static class Excerpt
{
    /// <summary>The text, or its start and an ellipsis.</summary>
    /// <param name="max">UTF-16 units without the ellipsis; at least 1.</param>
    public static string Of(string text, int max) => text.Length <= max ? text : Start(text, max) + "…";

    /// <summary>The start of a text.</summary>
    /// <param name="max">UTF-16 units; at least 1.</param>
    public static string Start(string text, int max) =>
        text.Length <= max ? text : text[..(char.IsHighSurrogate(text[max - 1]) ? max - 1 : max)];

    /// <summary>The end of a text.</summary>
    /// <param name="max">UTF-16 units; at least 1.</param>
    public static string End(string text, int max)
    {
        var from = Math.Max(0, text.Length - max);
        return text[(from > 0 && char.IsLowSurrogate(text[from]) ? from + 1 : from)..];
    }
}
