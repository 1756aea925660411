using ModelContextProtocol.Client;
using Workflow.Bridge.Logins;
using Workflow.Outgoing.Secrets;

namespace Workflow.Bridge.Agents.Mcp;

/// <summary>A connection to one MCP server that any number of calls share.</summary>
internal sealed class McpSession(McpClient client, LoginHandler login)
{
    public McpClient Client => client;

    /// <summary>Of what it logs in with.</summary>
    public Redaction Redaction => login.Redaction;

    /// <summary>Calls that have it; guarded by the <see cref="McpSessions"/>.</summary>
    public int Users { get; set; }

    /// <summary>Nobody gets it any more; guarded by the <see cref="McpSessions"/>.</summary>
    public bool IsOver { get; set; }

    /// <summary>When the last call left it; a timestamp of the clock.</summary>
    public long IdleSince { get; set; }
}
