using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;

namespace Workflow.Definitions.Reading;

/// <summary>What the readers of one definition share: errors, limits, compiled expressions, reusable components,
/// counts.</summary>
internal sealed class ReadContext(DefinitionLimits limits, ErrorList errors, Reusables reusables)
{
    public DefinitionLimits Limits { get; } = limits;

    public ErrorList Errors { get; } = errors;

    public Reusables Reusables { get; } = reusables;

    public ExpressionCompiler Expressions { get; } = new(errors, limits.ExpressionLength);

    public SortedSet<string> Agents { get; } = new(StringComparer.Ordinal);

    public int TaskCount { get; set; }

    /// <summary>An error about a value, at the value.</summary>
    public void Add(LocatedNode node, string message, string? expected = null) =>
        Errors.Add(node.Pointer, node.Place, message, expected);

    /// <summary>An error about a property as such, at its name.</summary>
    public void AddAtName(LocatedNode node, string message, string? expected = null) =>
        Errors.Add(node.Pointer, node.NamePlace, message, expected);

    /// <summary>The value is of another kind than it must be.</summary>
    /// <param name="expected">Completes "must be".</param>
    /// <param name="isText">Whether quotes would mend it, as with a version that YAML takes for a number.</param>
    public void AddWrongKind(LocatedNode node, string expected, bool isText = false)
    {
        var subject = node.Name is { } name ? Quote.Of(name) : node.Parent is null ? "The document" : "This item";
        var place = node.Kind == NodeKind.Null ? node.NamePlace : node.Place;
        var remedy = isText && node.Kind is (NodeKind.Boolean or NodeKind.Number) ? " Put it in quotes." : "";
        Errors.Add(node.Pointer, place, $"{subject} must be {expected}, but is {Describe(node)}.{remedy}", expected);
    }

    private static string Describe(LocatedNode node) => node.Kind switch
    {
        NodeKind.Object => "an object",
        NodeKind.Array => "a list",
        NodeKind.Null => "empty (null)",
        NodeKind.Boolean => node.Text,
        NodeKind.Number => $"the number {Quote.Cut(node.Text)}",
        _ => $"the text {Quote.Of(node.Text)}",
    };
}
