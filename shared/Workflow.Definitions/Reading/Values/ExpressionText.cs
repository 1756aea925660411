namespace Workflow.Definitions.Reading.Values;

/// <summary>Tells literal text from the form <c>${ … }</c>.</summary>
internal static class ExpressionText
{
    public static bool IsMarked(string text) => text.AsSpan().TrimStart().StartsWith("${");

    /// <summary>Whether a marked text is closed; the jq text is what stands between.</summary>
    public static bool TryUnwrap(string marked, out string source)
    {
        var text = marked.Trim();
        var isClosed = text.EndsWith('}');
        source = isClosed ? text[2..^1].Trim() : "";
        return isClosed;
    }
}
