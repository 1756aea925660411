using Workflow.Definitions.Expressions;
using StepTypes = Workflow.Model.StepType;

namespace Workflow.Definitions.Syntax;

/// <summary><c>call: http</c>.</summary>
public sealed record CallHttpTask : TaskNode
{
    /// <summary>Upper case.</summary>
    public required string Method { get; init; }

    public required EndpointSpec Endpoint { get; init; }

    public Template? Headers { get; init; }

    public Template? Query { get; init; }

    public Template? Body { get; init; }

    public HttpOutput Output { get; init; } = HttpOutput.Content;

    /// <summary>Whether redirects are followed and 3xx answers count as success (DSL: <c>redirect</c>).</summary>
    public bool Redirect { get; init; }

    /// <summary>Whether its headers, query or body see the login (DSL: <c>$authorization</c>).</summary>
    public bool SendsLogin { get; init; }

    public override string StepType => StepTypes.ToolCall;
}

/// <summary><c>call: openapi</c>: an operation that an OpenAPI document describes.</summary>
public sealed record CallOpenApiTask : TaskNode
{
    /// <summary>Where the document is.</summary>
    public required EndpointSpec Document { get; init; }

    public required Template OperationId { get; init; }

    /// <summary>Values by the names of the operation's parameters; none when null.</summary>
    public Template? Parameters { get; init; }

    /// <summary>How to log in at the operation, not at the document.</summary>
    public AuthenticationSpec? Authentication { get; init; }

    public HttpOutput Output { get; init; } = HttpOutput.Content;

    /// <summary>Whether redirects are followed and 3xx answers count as success.</summary>
    public bool Redirect { get; init; }

    public override string StepType => StepTypes.ToolCall;
}

/// <summary><c>call: mcp</c>: one request of the Model Context Protocol.</summary>
public sealed record CallMcpTask : TaskNode
{
    public required string Method { get; init; }

    /// <summary>The request's params; none when null.</summary>
    public Template? Parameters { get; init; }

    public required McpTransport Transport { get; init; }

    public required string ProtocolVersion { get; init; }

    /// <summary>How long the call may take; the task's timeout, or that of all calls, when null.</summary>
    public DurationSpec? CallTimeout { get; init; }

    /// <summary>What the server is told of who calls.</summary>
    public required string ClientName { get; init; }

    public required string ClientVersion { get; init; }

    public override string StepType => StepTypes.ToolCall;
}

/// <summary><c>call: a2a</c>: one request of the Agent2Agent protocol.</summary>
public sealed record CallA2aTask : TaskNode
{
    /// <summary>As versions before 1.0 call it; translated for others.</summary>
    public required string Method { get; init; }

    /// <summary>Where the agent's card is; null when <see cref="Server"/> says where the agent listens.</summary>
    public EndpointSpec? Card { get; init; }

    public EndpointSpec? Server { get; init; }

    /// <summary>The request's params; none when null.</summary>
    public Template? Parameters { get; init; }

    public override string StepType => StepTypes.ToolCall;
}

/// <summary><c>call: asyncapi</c>: a <c>message</c> is published where an AsyncAPI document says, or messages are
/// consumed there.</summary>
public sealed record CallAsyncApiTask : TaskNode
{
    /// <summary>Where the document is.</summary>
    public required EndpointSpec Document { get; init; }

    /// <summary>Of documents of version 2.</summary>
    public string? Channel { get; init; }

    /// <summary>Of documents of version 3.</summary>
    public string? Operation { get; init; }

    /// <summary>A server of the document by its name; the first that fits when null.</summary>
    public string? Server { get; init; }

    public Template? Variables { get; init; }

    public Template? Payload { get; init; }

    public Template? Headers { get; init; }

    /// <summary>What is consumed; null where a message is published.</summary>
    public AsyncApiSubscription? Subscription { get; init; }

    public override string StepType => StepTypes.ToolCall;
}

/// <summary>How an MCP server is reached.</summary>
public abstract record McpTransport;

/// <summary>Streamable HTTP.</summary>
public sealed record McpHttpTransport(EndpointSpec Endpoint, Template? Headers) : McpTransport;

/// <summary>A process on the consumer's machine.</summary>
public sealed record McpStdioTransport(Template Command, Template? Arguments, Template? Environment) : McpTransport;

/// <summary>What <c>call: http</c> and <c>call: openapi</c> leave behind: the body as text in base64, the parsed body,
/// or the whole response.</summary>
public enum HttpOutput
{
    Raw,
    Content,
    Response,
}
