using System.Text.RegularExpressions;

namespace Workflow.UnitTests.Tidy;

/// <summary>Words that say nothing about what a type does.</summary>
public static partial class TypeNames
{
    private static readonly string[] Banned =
        ["Manager", "Helper", "Util", "Utility", "Common", "Misc", "Processor", "Base", "Info", "Data"];

    private static readonly HashSet<string> Words =
        [.. Banned, .. Banned.Select(word => word + "s"), "Utilities"];

    public static IEnumerable<Finding> EmptyWords(RepositoryFile file) =>
        from Match declared in Declaration().Matches(CodeText.Bare(file.Text))
        let name = declared.Groups["name"]
        let word = Word().Matches(name.Value).Select(match => match.Value).FirstOrDefault(Words.Contains)
        where word is not null
        select file.At(name.Index, $"'{name.Value}' holds the word '{word}'; say what it does instead.");

    [GeneratedRegex(@"\b(?:class|struct|interface|enum|record(?:\s+(?:class|struct))?)\s+(?<name>[A-Z]\w*)")]
    private static partial Regex Declaration();

    [GeneratedRegex(@"[A-Z]+(?![a-z])|[A-Z][a-z0-9]*")]
    private static partial Regex Word();
}
