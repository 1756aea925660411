namespace Workflow.Definitions.Documents;

/// <summary>Words for what the YAML parser refuses, with the usual remedy.</summary>
internal static class YamlProblem
{
    public static string Describe(string message, string text, Place place)
    {
        var line = LineAt(text, place.Line);
        return $"This is not valid YAML: {message.TrimEnd('.')}.{Remedy(message, line)}";
    }

    /// <summary>The parser reports a tab at the mapping around it; this finds the tab.</summary>
    public static Place Locate(string message, string text, Place reported)
    {
        if (!message.Contains("tab as indentation", StringComparison.Ordinal))
        {
            return reported;
        }

        var lines = text.Split('\n')
            .Select((line, index) => (Line: index + 1, Tab: line.IndexOf('\t'), Indent: IndentOf(line)));
        var tabbed = lines.FirstOrDefault(
            line => line.Line >= reported.Line && line.Tab >= 0 && line.Tab < line.Indent);
        return tabbed.Line > 0 ? new Place(tabbed.Line, tabbed.Tab + 1) : reported;
    }

    private static int IndentOf(string line) => line.Length - line.AsSpan().TrimStart(" \t").Length;

    private static string Remedy(string message, string line)
    {
        if (message.Contains("tab", StringComparison.OrdinalIgnoreCase) || line.TrimStart(' ').StartsWith('\t'))
        {
            return " Indent with spaces, not with tabs.";
        }

        if (line.Contains("${", StringComparison.Ordinal))
        {
            return " Put the expression in single quotes ('${ … }'): it holds characters that mean something in YAML.";
        }

        if (message.Contains("invalid mapping", StringComparison.Ordinal))
        {
            return " Put text that holds ': ' in quotes, and check the indentation.";
        }

        return message.Contains("cannot start any token", StringComparison.Ordinal)
            ? " Put text that begins with @, `, % or & in quotes."
            : " Check the indentation and the quotes.";
    }

    private static string LineAt(string text, int line)
    {
        using var reader = new StringReader(text);
        for (var skipped = 1; skipped < line && reader.ReadLine() is not null; skipped++)
        {
        }

        return reader.ReadLine() ?? "";
    }
}
