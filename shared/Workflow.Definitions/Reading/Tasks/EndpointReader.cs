using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Jq;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads an endpoint: a URI, a URI template or an expression, bare or below <c>uri</c>.</summary>
internal static class EndpointReader
{
    private const string Expected =
        "an absolute http or https URI, with `{name}` for values of the input, or an expression `${ … }`";

    public static Template? Read(ReadContext context, LocatedNode? node, Variables variables)
    {
        if (node?.Kind == NodeKind.Object)
        {
            node = ObjectView.Open(context, node, Shapes.Endpoint)?.Require("uri", Expected);
        }

        if (ScalarReader.Text(context, node, Expected) is not { } text)
        {
            return null;
        }

        if (ExpressionText.IsMarked(text))
        {
            return TemplateReader.Read(context, node!, variables);
        }

        if (UriTemplate.Problem(text) is { } problem)
        {
            context.Add(node!, $"{Quote.Of(text)} cannot be called: {problem}", Expected);
            return null;
        }

        return new LiteralTemplate(JqValue.String(text));
    }
}
