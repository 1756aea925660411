using System.Text.RegularExpressions;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading;

/// <summary>Reads the <c>document</c> section.</summary>
internal static partial class HeaderReader
{
    public const string LabelRule = "1 to 63 letters, digits and '-', with a letter or digit at both ends";

    private const string VersionRule = "a semantic version such as '1.0.0'";

    public static DocumentHeader? Read(ReadContext context, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, Shapes.Document) is not { } document)
        {
            return null;
        }

        var dsl = Matching(
            context, document.Require("dsl", "'1.0.3'"), Version(), "a version of the DSL such as '1.0.3'");
        if (dsl is not null && !dsl.StartsWith("1.0.", StringComparison.Ordinal))
        {
            context.Add(
                document["dsl"]!, $"Version {Quote.Of(dsl)} of the DSL is not supported; write the definition in 1.0.",
                "1.0.x");
        }

        var space = ReadLabel(context, document.Require("namespace", LabelRule));
        var name = ReadLabel(context, document.Require("name", LabelRule));
        var version = ReadVersion(context, document.Require("version", VersionRule), VersionRule);
        var title = ScalarReader.Text(context, document["title"]);
        var summary = ScalarReader.Text(context, document["summary"]);
        foreach (var free in new[] { document["tags"], document["metadata"] })
        {
            if (free is { Kind: not NodeKind.Object })
            {
                context.AddWrongKind(free, "an object");
            }
        }

        return dsl is null || space is null || name is null || version is null
            ? null
            : new DocumentHeader(dsl, space, name, version, title, summary);
    }

    /// <summary>A namespace, or the name of a workflow.</summary>
    public static string? ReadLabel(ReadContext context, LocatedNode? node) =>
        Matching(context, node, Label(), LabelRule);

    public static string? ReadVersion(ReadContext context, LocatedNode? node, string expected) =>
        Matching(context, node, Version(), expected);

    private static string? Matching(ReadContext context, LocatedNode? node, Regex pattern, string expected)
    {
        if (ScalarReader.Text(context, node, expected) is not { } text)
        {
            return null;
        }

        if (text.Length <= context.Limits.NameLength && pattern.IsMatch(text))
        {
            return text;
        }

        context.Add(node!, $"`{node!.Name}` must be {expected}, but is {Quote.Of(text)}.", expected);
        return null;
    }

    /// <summary>Semantic Versioning 2.0.0, numbers without leading zeros.</summary>
    [GeneratedRegex(
        """
        ^(0|[1-9][0-9]*)(\.(0|[1-9][0-9]*)){2}
        (-(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*)(\.(0|[1-9][0-9]*|[0-9]*[a-zA-Z-][0-9a-zA-Z-]*))*)?
        (\+[0-9a-zA-Z-]+(\.[0-9a-zA-Z-]+)*)?\z
        """,
        RegexOptions.CultureInvariant | RegexOptions.NonBacktracking | RegexOptions.IgnorePatternWhitespace)]
    private static partial Regex Version();

    [GeneratedRegex(@"^[a-zA-Z0-9]([a-zA-Z0-9-]{0,61}[a-zA-Z0-9])?\z", RegexOptions.CultureInvariant)]
    private static partial Regex Label();
}
