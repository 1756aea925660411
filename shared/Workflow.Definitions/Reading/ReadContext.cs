using Workflow.Definitions.Documents;
using Workflow.Definitions.External;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading;

/// <summary>What the readers of one definition share: errors, limits, compiled expressions, reusable components,
/// counts.</summary>
internal sealed class ReadContext
{
    public ReadContext(DefinitionLimits limits, ErrorList errors, Reusables reusables)
    {
        (Limits, Errors, Reusables, Secrets) = (limits, errors, reusables, new SecretUse(this));
        Expressions = new ExpressionCompiler(errors, limits.ExpressionLength, Secrets);
    }

    public DefinitionLimits Limits { get; }

    public ErrorList Errors { get; }

    public Reusables Reusables { get; }

    public ExpressionCompiler Expressions { get; }

    /// <summary>Which secrets the expressions here may see.</summary>
    public SecretUse Secrets { get; }

    /// <summary>How expressions are told from plain text.</summary>
    public ExpressionMode Mode { get; set; }

    /// <summary>Functions whose task is being read: none may call itself.</summary>
    public HashSet<string> OpenFunctions { get; } = [];

    /// <summary>Of <c>use.extensions</c>, without those that have errors.</summary>
    public List<LocatedNode> Extensions { get; } = [];

    /// <summary>While an extension is read: the task that it extends. Its own tasks are not extended.</summary>
    public ExtendedTask? Extending { get; set; }

    /// <summary>Takes what the definition refers to and does not hold; null when it must hold everything.</summary>
    public ExternalNeeds? Needs { get; init; }

    /// <summary>Calls of agents; one in a reusable component may be there several times.</summary>
    public List<AgentMention> Agents { get; } = [];

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
