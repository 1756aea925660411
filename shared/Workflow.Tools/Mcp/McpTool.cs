using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Workflow.Jq;
using Workflow.Model;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Http;
using Workflow.Tools.Logins;

namespace Workflow.Tools.Mcp;

/// <summary>Makes requests to MCP servers and says how they ended. Thread-safe.</summary>
public sealed class McpTool(McpSessions sessions, OutgoingClient outgoing, ToolOptions options)
{
    private const int ToldCharactersMax = 500;

    // The client library writes messages of 64 levels, and the parameters stand in one.
    private const int DepthMax = 63;

    private readonly string[] _commands = options.McpCommands == "none" ? [] : options.McpCommands.Split(
        ',', StringSplitOptions.TrimEntries | StringSplitOptions.RemoveEmptyEntries);

    /// <summary>Why the call cannot be made; null when nothing is in its way.</summary>
    public ToolFault? Refusal(McpCall call)
    {
        if (call.Server is McpStdioServer stdio && !_commands.Contains(stdio.Command))
        {
            return ToolFault.Configuration(
                $"MCP servers of the transport `stdio` are processes on the consumer's machine, and '{stdio.Command}' "
                + "is none that may be started there; use `http`, or an operator allows it with "
                + $"WORKFLOW_TOOLS_MCP_COMMANDS={stdio.Command}.");
        }

        return RpcParameters.Fault(call.Method, call.Parameters, isConfidential: false, DepthMax, options);
    }

    public async Task<ToolAnswer> CallAsync(McpCall call, FindLogin findLogin, CancellationToken ct)
    {
        var login = ToolLogin.None;
        if (call.Server is McpHttpServer http)
        {
            var reading = await findLogin(http.Address, ct);
            if (reading.Fault is { } fault)
            {
                return ToolAnswer.Failed(fault);
            }

            login = reading.Login;
        }

        try
        {
            using var place = call.Server is McpHttpServer server
                ? await outgoing.EnterAsync(server.Address, ct)
                : await outgoing.EnterAsync(call.Server.Name, ct);
            return await SendAsync(call, login, ct);
        }
        catch (Exception error) when (McpFaults.Of(error, call, login) is { } fault)
        {
            return ToolAnswer.Failed(fault);
        }
    }

    private async Task<ToolAnswer> SendAsync(McpCall call, ToolLogin login, CancellationToken ct)
    {
        McpSession? over = null;
        while (true)
        {
            using var lease = await sessions.LeaseAsync(call.Server, login, over, ct);
            if (lease is null)
            {
                return ToolAnswer.Failed(ToolFault.Communication(
                    503, $"{call.Told}: all {options.McpSessionsMax} sessions are in use "
                    + "(WORKFLOW_TOOLS_MCP_SESSIONS_MAX); try again later."));
            }

            try
            {
                var response = await lease.Session.SendAsync(RequestOf(call), ct);
                var result = JqValue.Parse(response.Result?.ToJsonString() ?? "{}");
                return Read(call, login.Clean(lease.Session.Login.Clean(result)), lease.Session.Login);
            }
            catch (Exception error) when (error is McpException or HttpRequestException or IOException
                && lease is { IsNew: false, Session.IsUnknown: true } && over is null)
            {
                // The server has forgotten the session, so it has done nothing: once more in a new one.
                over = lease.Session;
            }
            catch (Exception error) when (McpFaults.Of(error, call, lease.Session.Login) is { } fault)
            {
                return ToolAnswer.Failed(fault);
            }
        }
    }

    private static JsonRpcRequest RequestOf(McpCall call)
    {
        var parameters = (JsonObject)JsonNode.Parse(call.Parameters.ToUtf8())!;
        if (call.Method == "tools/call")
        {
            var meta = parameters["_meta"] as JsonObject;
            if (meta is null)
            {
                parameters["_meta"] = meta = [];
            }

            meta["workflow/task_id"] = call.TaskId.ToString();
        }

        return new JsonRpcRequest { Method = call.Method, Params = parameters };
    }

    /// <summary>A tool that failed says so in its result.</summary>
    private static ToolAnswer Read(McpCall call, JqValue result, ToolLogin login)
    {
        if (result["isError"].AsBoolean != true)
        {
            return ToolAnswer.Of(result);
        }

        var said = login.Redaction.Clean(string.Join(
            ' ', result["content"].Items.Select(item => item["text"].AsString).OfType<string>()));
        return ToolAnswer.Failed(new ToolFault(
            ToolFaultKind.Runtime, 500,
            $"{call.Told} failed: {Excerpt.Of(said, ToldCharactersMax)}"));
    }
}
