using Workflow.Definitions.Documents;
using Workflow.Definitions.Reading.Values;
using Workflow.Definitions.Syntax;

namespace Workflow.Definitions.Reading.Tasks;

/// <summary>Reads the <c>with</c> of <c>call: mcp</c>.</summary>
internal static class McpCallReader
{
    /// <summary>The DSL's default.</summary>
    private const string ProtocolVersion = "2025-06-18";

    private static readonly string[] Methods =
    [
        "tools/list", "tools/call", "prompts/list", "prompts/get", "resources/list", "resources/read",
        "resources/templates/list",
    ];

    public static TaskNode? Read(ReadContext context, TaskPlace at, LocatedNode? node)
    {
        if (ObjectView.Open(context, node, ToolShapes.Mcp) is not { } with)
        {
            return null;
        }

        var expected = $"one of {Quote.Any(Methods)}";
        var method = ScalarReader.Text(context, with.Require("method", expected), expected);
        if (method is not null && !Methods.Contains(method))
        {
            context.AddWrongKind(with["method"]!, expected);
        }

        var secrets = new List<string>();
        var parameters = McpParametersReader.Read(context, with["parameters"], at.Variables, secrets);
        if (parameters is null && method is "tools/call" or "prompts/get" or "resources/read")
        {
            with.Require("parameters", method == "resources/read" ? "an object with `uri`" : "an object with `name`");
        }

        var version = ScalarReader.Text(context, with["protocolVersion"], "a version such as '2025-06-18'");
        var timeout = DurationReader.Read(context, with["timeout"], at.Variables);
        var transport = ReadTransport(
            context, with.Require("transport", "an object with `http` or `stdio`"), at.Variables, secrets);
        var client = ObjectView.Open(context, with["client"], ToolShapes.McpClient);
        var name = ScalarReader.Text(context, client?.Require("name", "the client's name"));
        var clientVersion = ScalarReader.Text(context, client?["version"]);
        return method is null || transport is null ? null : new CallMcpTask
        {
            Name = at.Name,
            Pointer = at.Pointer,
            Method = method,
            Parameters = parameters,
            Transport = transport,
            ProtocolVersion = version ?? ProtocolVersion,
            CallTimeout = timeout,
            ClientName = name ?? "workflow",
            ClientVersion = clientVersion ?? "1.0.0",
            Secrets = [.. secrets.Distinct()],
        };
    }

    private static McpTransport? ReadTransport(
        ReadContext context, LocatedNode? node, Variables variables, List<string> secrets)
    {
        if (ObjectView.Open(context, node, ToolShapes.McpTransport) is not { } transport)
        {
            return null;
        }

        if (transport["http"] is null == transport["stdio"] is null)
        {
            context.Add(node!, "A transport is either `http` or `stdio`.", "an object with `http` or `stdio`");
            return null;
        }

        return transport["http"] is { } http
            ? ReadHttp(context, http, variables, secrets)
            : ReadStdio(context, transport["stdio"]!, variables);
    }

    private static McpHttpTransport? ReadHttp(
        ReadContext context, LocatedNode node, Variables variables, List<string> secrets)
    {
        if (ObjectView.Open(context, node, ToolShapes.McpHttp) is not { } http)
        {
            return null;
        }

        var endpoint = EndpointReader.Read(
            context, http.Require("endpoint", "an absolute http or https URI"), variables);
        var headers = context.Secrets.In(
            secrets, () => HttpPairsReader.Read(context, http["headers"], variables, areHeaders: true));
        return endpoint is null ? null : new McpHttpTransport(endpoint, headers);
    }

    private static McpStdioTransport? ReadStdio(ReadContext context, LocatedNode node, Variables variables)
    {
        if (ObjectView.Open(context, node, ToolShapes.McpStdio) is not { } stdio)
        {
            return null;
        }

        var command = stdio.Require("command", "the program to start");
        if (stdio["arguments"] is { Kind: not NodeKind.Array } arguments)
        {
            context.AddWrongKind(arguments, "a list of texts");
        }

        var environment = HttpPairsReader.Read(context, stdio["environment"], variables, areHeaders: false);
        return ScalarReader.Text(context, command, "the program to start") is null
            || TemplateReader.Read(context, command!, variables) is not { } program
            ? null
            : new McpStdioTransport(
                program,
                stdio["arguments"] is { } list ? TemplateReader.Read(context, list, variables) : null,
                environment);
    }
}
