namespace Workflow.Definitions.Reading;

/// <summary>The objects of the DSL's reference that say which tool is called.</summary>
internal static class ToolShapes
{
    public static readonly Shape OpenApi =
        Shape.Of("document", "operationId", "parameters", "authentication", "output", "redirect");

    public static readonly Shape Resource = Shape.Of("name", "endpoint");

    public static readonly Shape Mcp =
        Shape.Of("method", "parameters", "transport", "protocolVersion", "timeout", "client");

    public static readonly Shape A2a = Shape.Of("method", "agentCard", "server", "parameters");

    public static readonly Shape AsyncApi =
        Shape.Of("document", "channel", "operation", "server", "protocol", "message", "subscription")
            .ButNotYet("authentication") with
        {
            InsteadOf = "messages are published and consumed without a login",
        };

    public static readonly Shape AsyncApiSubscription =
        Shape.Of("filter", "consume").ButNotYet("foreach") with
        {
            InsteadOf = "go through the messages with a `for` after the call",
        };

    public static readonly Shape AsyncApiConsume = Shape.Of("amount", "for", "while", "until");

    public static readonly Shape AsyncApiServer = Shape.Of("name", "variables");

    public static readonly Shape AsyncApiMessage = Shape.Of("payload", "headers");

    public static readonly Shape McpTransport = Shape.Of("http", "stdio").ButNotYet("options");

    public static readonly Shape McpHttp = Shape.Of("endpoint", "headers");

    public static readonly Shape McpStdio = Shape.Of("command", "arguments", "environment");

    public static readonly Shape McpClient = Shape.Of("name", "version", "description");
}
