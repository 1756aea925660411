using Workflow.Definitions.Documents;
using Workflow.Definitions.Expressions;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads the <c>with</c> of <c>call: openapi</c>.</summary>
internal static class OpenApiCallReader
{
    private const string Document = "an object with `endpoint`: where the OpenAPI document is";

    public static TaskNode? Read(ReadContext context, TaskPlace at, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, ToolShapes.OpenApi) is not { } with)
        {
            return null;
        }

        var document = ObjectView.Open(context, with.Require("document", Document), ToolShapes.Resource);
        var endpoint = EndpointReader.Read(
            context, document?.Require("endpoint", "an absolute http or https URI"), at.Variables);
        var operation = with.Require("operationId", "the id of an operation in the document");
        var operationId = ScalarReader.Text(context, operation, "the id of an operation") is null
            ? null
            : TemplateReader.Read(context, operation!, at.Variables);
        var secrets = new List<string>();
        var parameters = context.Secrets.In(secrets, () => TemplateReader.ReadInput(
            context, with["parameters"], at.Variables, "an object of names and values, or an expression `${ … }`"));
        var authentication = AuthenticationReader.Read(context, with["authentication"], at.Variables);
        var output = HttpCallReader.ReadOutput(context, with["output"]);
        var redirect = ScalarReader.Flag(context, with["redirect"]) ?? false;
        return endpoint is null || operationId is null ? null : new CallOpenApiTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Document = endpoint,
            OperationId = operationId,
            Parameters = parameters,
            Authentication = authentication,
            Output = output,
            Redirect = redirect,
            Secrets = [.. secrets.Distinct()],
        };
    }
}
