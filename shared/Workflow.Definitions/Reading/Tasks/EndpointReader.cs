using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;
using Workflow.Jq;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads an endpoint: a URI, a URI template or an expression, bare or below <c>uri</c> with a login beside
/// it.</summary>
internal static class EndpointReader
{
    private const string Expected =
        "an absolute http or https URI, with `{name}` for values of the input, or an expression `${ … }`";

    public static EndpointSpec? Read(ReadContext context, LocatedNode? node, Variables variables)
    {
        AuthenticationSpec? authentication = null;
        if (node?.Kind == NodeKind.Object)
        {
            var endpoint = ObjectView.Open(context, node, Shapes.Endpoint);
            authentication = AuthenticationReader.Read(context, endpoint?["authentication"], variables);
            node = endpoint?.Require("uri", Expected);
        }

        return ReadUri(context, node, variables) is { } uri ? new EndpointSpec(uri, authentication) : null;
    }

    private static Template? ReadUri(ReadContext context, LocatedNode? node, Variables variables)
    {
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
