using System.Text.Json;

namespace Workflow.Definitions.Documents;

/// <summary>Words for what the JSON reader refuses, with the usual remedy.</summary>
internal static class JsonProblem
{
    /// <param name="isAtEnd">Whether the reader stopped at the end of the text.</param>
    public static string Describe(JsonException error, bool isAtEnd)
    {
        var end = error.Message.IndexOf(" LineNumber:", StringComparison.Ordinal);
        var reason = end < 0 ? error.Message : error.Message[..end];
        return $"This is not valid JSON: {Simplify(reason, isAtEnd)}";
    }

    private static string Simplify(string reason, bool isAtEnd)
    {
        if (reason.Contains("trailing comma", StringComparison.Ordinal))
        {
            return "a comma stands before the closing bracket; remove it.";
        }

        if (isAtEnd)
        {
            return "the text ends before every `{` and `[` is closed.";
        }

        return reason.StartsWith("'/' is", StringComparison.Ordinal)
            ? "JSON has no comments; remove it, or write the definition in YAML."
            : reason;
    }
}
