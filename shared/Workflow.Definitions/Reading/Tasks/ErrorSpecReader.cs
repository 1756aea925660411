using System.Globalization;
using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads an error to raise, inline or from <c>use.errors</c>.</summary>
internal static class ErrorSpecReader
{
    public const string Section = "errors";

    public static ErrorSpec? Read(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (ObjectView.Open(context, node, Shapes.Error) is not { } error)
        {
            return null;
        }

        var type = ReadText(context, error.Require("type", "a URI that names the kind of error"), variables);
        var status = ReadStatus(context, error.Require("status", "a whole number such as 400"), variables);
        var title = ReadText(context, error["title"], variables);
        var detail = ReadText(context, error["detail"], variables);
        var instance = ReadText(context, error["instance"], variables);
        return type is null || status is null ? null : new ErrorSpec(type, status, title, detail, instance);
    }

    private static Template? ReadText(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (ScalarReader.Text(context, node, "text, or an expression") is not { } text)
        {
            return null;
        }

        var isUri = ExpressionText.IsMarked(text) || Uri.IsWellFormedUriString(text, UriKind.RelativeOrAbsolute);
        if (node!.Name == "type" && !isUri)
        {
            context.Add(node, $"{Quote.Of(text)} is no URI.", "a URI that names the kind of error, or an expression");
        }

        return TemplateReader.Read(context, node, variables);
    }

    private static Template? ReadStatus(ReadContext context, LocatedNode? node, Variables variables)
    {
        var isExpression = node?.Kind == NodeKind.String && ExpressionText.IsMarked(node.Text);
        var isWhole = node?.Kind == NodeKind.Number
            && int.TryParse(node.Text, NumberStyles.None, CultureInfo.InvariantCulture, out _);
        if (node is not null && !isExpression && !isWhole)
        {
            context.AddWrongKind(node, "a whole number such as 400, or an expression");
            return null;
        }

        return node is null ? null : TemplateReader.Read(context, node, variables);
    }
}
