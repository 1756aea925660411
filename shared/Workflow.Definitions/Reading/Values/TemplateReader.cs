using System.Globalization;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Jq;

namespace Workflow.Definitions.Reading.Values;

/// <summary>Reads expressions, and values in which any string may be one.</summary>
internal static class TemplateReader
{
    /// <summary>For places where the DSL takes only an expression: bare or marked.</summary>
    public static Expression? ReadExpression(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (node is null)
        {
            return null;
        }

        if (node.Kind != NodeKind.String)
        {
            context.AddWrongKind(node, "a jq expression as text", isText: true);
            return null;
        }

        return CompileBare(context, node, variables);
    }

    /// <summary>For <c>from</c>, <c>as</c> and <c>set</c>: an expression as text, or an object.</summary>
    public static Template? ReadTransform(ReadContext context, LocatedNode? node, Variables variables)
    {
        switch (node?.Kind)
        {
            case null:
                return null;
            case NodeKind.Object:
                return Read(context, node, variables);
            case NodeKind.String:
                return CompileBare(context, node, variables) is { } expression
                    ? new ExpressionTemplate(expression)
                    : null;
            default:
                context.AddWrongKind(node, "a jq expression as text, or an object");
                return null;
        }
    }

    /// <summary>For what is handed to an agent or a child: an object, or a marked expression.</summary>
    public static Template? ReadInput(
        ReadContext context, LocatedNode? node, Variables variables, string expected)
    {
        var isExpression = node?.Kind == NodeKind.String && ExpressionText.IsMarked(node.Text);
        if (node is null || node.Kind == NodeKind.Object || isExpression)
        {
            return node is null ? null : Read(context, node, variables);
        }

        context.AddWrongKind(node, expected);
        return null;
    }

    /// <summary>Any value; null, with errors, when an expression in it is not valid.</summary>
    public static Template? Read(ReadContext context, LocatedNode node, Variables variables) => node.Kind switch
    {
        NodeKind.Object => ReadObject(context, node, variables),
        NodeKind.Array => ReadArray(context, node, variables),
        NodeKind.String when ExpressionText.IsMarked(node.Text) =>
            context.Expressions.Compile(node, variables) is { } expression ? new ExpressionTemplate(expression) : null,
        NodeKind.String when context.Mode == ExpressionMode.Loose
            && context.Expressions.TryCompile(node, variables) is { } expression =>
            new LooseTemplate(expression, JqValue.String(node.Text)),
        _ => new LiteralTemplate(Scalar(node)),
    };

    private static Expression? CompileBare(ReadContext context, LocatedNode node, Variables variables)
    {
        if (context.Mode == ExpressionMode.Strict && !ExpressionText.IsMarked(node.Text))
        {
            context.Add(
                node, $"The expression {Quote.Of(node.Text)} stands bare, but `evaluate.mode` is `strict`: write "
                + $"`${{ {Quote.Cut(node.Text)} }}`.", "an expression `${ … }`");
            return null;
        }

        return context.Expressions.Compile(node, variables);
    }

    /// <summary>The value as it stands, nothing evaluated.</summary>
    public static JqValue Literal(LocatedNode node) => node.Kind switch
    {
        NodeKind.Object => JqValue.Object(
            node.Children.Select(child => KeyValuePair.Create(child.Name!, Literal(child)))),
        NodeKind.Array => JqValue.Array(node.Children.Select(Literal)),
        _ => Scalar(node),
    };

    private static Template? ReadObject(ReadContext context, LocatedNode node, Variables variables)
    {
        var members = node.Children
            .Select(child => KeyValuePair.Create(child.Name!, Read(context, child, variables)))
            .ToList();
        if (members.Any(member => member.Value is null))
        {
            return null;
        }

        return members.All(member => member.Value is LiteralTemplate)
            ? new LiteralTemplate(JqValue.Object(
                members.Select(member => KeyValuePair.Create(member.Key, ((LiteralTemplate)member.Value!).Value))))
            : new ObjectTemplate(members!);
    }

    private static Template? ReadArray(ReadContext context, LocatedNode node, Variables variables)
    {
        var items = node.Children.Select(child => Read(context, child, variables)).ToList();
        if (items.Contains(null))
        {
            return null;
        }

        return items.All(item => item is LiteralTemplate)
            ? new LiteralTemplate(JqValue.Array(items.Select(item => ((LiteralTemplate)item!).Value)))
            : new ArrayTemplate(items!);
    }

    private static JqValue Scalar(LocatedNode node) => node.Kind switch
    {
        NodeKind.Null => JqValue.Null,
        NodeKind.Boolean => JqValue.Bool(node.Text == "true"),
        NodeKind.String => JqValue.String(node.Text),
        _ => long.TryParse(node.Text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var whole)
            ? JqValue.Number(whole)
            : JqValue.Parse(node.Text),
    };
}
