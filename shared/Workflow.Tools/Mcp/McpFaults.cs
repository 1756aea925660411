using System.ComponentModel;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Tools.Mcp;

/// <summary>What the exceptions of the MCP client mean to a workflow.</summary>
internal static class McpFaults
{
    /// <summary>Null for what is none of the call's: a bug, or its cancellation.</summary>
    public static ToolFault? Of(Exception error, McpCall call, ToolLogin login) => error switch
    {
        McpProtocolException refused => new ToolFault(
            ToolFaultKind.Runtime, 500,
            $"{call.Told} was refused ({(int)refused.ErrorCode}): {login.Redaction.Clean(refused.Message)}"),
        McpLoginException refused => refused.Fault,
        HttpRequestException { StatusCode: { } status } => ToolFault.Communication(
            (int)status, $"{call.Told} answered {(int)status}."),
        ClientTransportClosedException closed => ToolFault.Communication(
            503, $"{call.Told}: the server ended the session{Tail(closed, login)}"),
        HttpRequestException or IOException => HttpTool.FaultOf(error, call.Told, login),
        TimeoutException => ToolFault.Communication(
            504, $"{call.Told}: the server did not open a session in time (WORKFLOW_TOOLS_MCP_START_TIMEOUT_MS)."),
        McpException => ToolFault.Communication(502, $"{call.Told}: {login.Redaction.Clean(error.Message)}"),
        Win32Exception or InvalidOperationException when call.Server is McpStdioServer => ToolFault.Configuration(
            $"{call.Told}: it cannot be started: {error.Message}"),
        _ => null,
    };

    private static string Tail(ClientTransportClosedException closed, ToolLogin login) =>
        closed.Details is StdioClientCompletionDetails { StandardErrorTail: { Count: > 0 } lines }
            ? $": {login.Redaction.Clean(string.Join(' ', lines.TakeLast(3)))}"
            : ".";
}
