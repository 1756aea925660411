using Workflow.Jq;

namespace Workflow.Tools.Mcp;

/// <summary>One request to an MCP server, everything evaluated.</summary>
/// <param name="Parameters">An object.</param>
/// <param name="TaskId">Told to the server as <c>_meta["workflow/task_id"]</c> of a <c>tools/call</c>: the same for
/// every repetition of an attempt.</param>
public sealed record McpCall(McpServer Server, string Method, JqValue Parameters, Guid TaskId)
{
    /// <summary>What steps call it: the tool that is called, else the method.</summary>
    public string ToolName => Method == "tools/call" ? Parameters["name"].AsString ?? Method : Method;

    /// <summary>For messages.</summary>
    public string Told => $"{Method}{(Method == "tools/call" ? $" of '{ToolName}'" : "")} at {Server.Name}";
}

/// <summary>Where a server is, and who calls it. Two that are equal share a session.</summary>
public abstract record McpServer(string ProtocolVersion, string ClientName, string ClientVersion)
{
    /// <summary>For messages: no secrets.</summary>
    public abstract string Name { get; }

    /// <summary>Everything that makes it what it is, as one text.</summary>
    public virtual string Key => string.Join('\n', ProtocolVersion, ClientName, ClientVersion);

    protected static string Lines(IEnumerable<KeyValuePair<string, string>> pairs) =>
        string.Join('\n', pairs.Select(pair => $"{pair.Key}\r{pair.Value}"));
}

/// <summary>Reached by streamable HTTP.</summary>
public sealed record McpHttpServer(
    Uri Address, IReadOnlyList<KeyValuePair<string, string>> Headers, string ProtocolVersion, string ClientName,
    string ClientVersion) : McpServer(ProtocolVersion, ClientName, ClientVersion)
{
    public override string Name => Address.AbsoluteUri;

    public override string Key => $"http\n{base.Key}\n{Address.AbsoluteUri}\n{Lines(Headers)}";
}

/// <summary>Started as a process, which is given nothing of the consumer's own environment.</summary>
public sealed record McpStdioServer(
    string Command, IReadOnlyList<string> Arguments, IReadOnlyList<KeyValuePair<string, string>> Environment,
    string ProtocolVersion, string ClientName, string ClientVersion)
    : McpServer(ProtocolVersion, ClientName, ClientVersion)
{
    public override string Name => $"the process '{Command}'";

    public override string Key =>
        $"stdio\n{base.Key}\n{Command}\n{string.Join('\t', Arguments)}\n{Lines(Environment)}";
}
