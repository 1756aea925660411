using System.Buffers;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads headers and query parameters: an object of plain values and expressions, or one expression for
/// all.</summary>
internal static class HttpPairsReader
{
    /// <summary>RFC 9110, 5.6.2.</summary>
    private static readonly SearchValues<char> TokenCharacters = SearchValues.Create(
        "!#$%&'*+-.^_`|~0123456789abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ");

    public static Template? Read(ReadContext context, LocatedNode? node, Variables variables, bool areHeaders)
    {
        var isExpression = node?.Kind == NodeKind.String && ExpressionText.IsMarked(node.Text);
        if (node is null || isExpression)
        {
            return node is null ? null : TemplateReader.Read(context, node, variables);
        }

        if (node.Kind != NodeKind.Object)
        {
            context.AddWrongKind(node, "an object of names and values, or an expression `${ … }`");
            return null;
        }

        foreach (var pair in node.Children)
        {
            Check(context, pair, areHeaders);
        }

        return TemplateReader.Read(context, node, variables);
    }

    private static void Check(ReadContext context, LocatedNode pair, bool isHeader)
    {
        if (pair.Kind is not (NodeKind.String or NodeKind.Number or NodeKind.Boolean))
        {
            context.AddWrongKind(pair, "text, a number, a truth value or an expression");
        }

        if (isHeader && (pair.Name!.Length == 0 || pair.Name.AsSpan().ContainsAnyExcept(TokenCharacters)))
        {
            context.AddAtName(
                pair, $"{Quote.Of(pair.Name)} cannot be the name of an HTTP header.", "letters, digits and `-`");
        }

        if (isHeader && !ExpressionText.IsMarked(pair.Text) && pair.Text.Any(char.IsControl))
        {
            context.Add(pair, "The value of an HTTP header cannot hold line breaks or other control characters.");
        }
    }
}
