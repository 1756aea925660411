using System.Net;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Workflow.Outgoing.Calls;
using Workflow.Tools.Logins;

namespace Workflow.Tools.Mcp;

/// <summary>An open session with one server, shared by the calls that go there with the same login.</summary>
internal sealed class McpSession : IAsyncDisposable
{
    private readonly HttpClient? _http;
    private readonly McpLogin? _login;
    private McpClient? _client;
    private volatile bool _isUnknown;

    private McpSession(McpLogin? login)
    {
        _login = login;
        _http = login is null ? null : new HttpClient(login) { Timeout = Timeout.InfiniteTimeSpan };
    }

    /// <summary>What requests are sent with; what the server said last may have changed it.</summary>
    public ToolLogin Login
    {
        get => _login?.Login ?? ToolLogin.None;
        set => _login?.Login = value;
    }

    /// <summary>Whether the server has said that it does not know the session (any more): what it was asked then has
    /// not been done.</summary>
    public bool IsUnknown => _isUnknown;

    public bool IsOver => _isUnknown || _client!.Completion.IsCompleted;

    /// <summary>Connects and shakes hands.</summary>
    public static async Task<McpSession> OpenAsync(
        McpServer server, ToolLogin login, OutgoingClient outgoing, ToolOptions options, CancellationToken ct)
    {
        McpSession session = null!;
        session = new McpSession(server is McpHttpServer
            ? new McpLogin(outgoing.NewHandler(answer => session.Seen(answer))) { Login = login }
            : null);
        try
        {
            var settings = new McpClientOptions
            {
                ClientInfo = new Implementation { Name = server.ClientName, Version = server.ClientVersion },
                ProtocolVersion = server.ProtocolVersion,
                InitializationTimeout = options.McpStartTimeout,
            };
            session._client = await McpClient.CreateAsync(Transport(server, session._http), settings, null, ct);
            return session;
        }
        catch
        {
            session._http?.Dispose();
            throw;
        }
    }

    public Task<JsonRpcResponse> SendAsync(JsonRpcRequest request, CancellationToken ct) =>
        _client!.SendRequestAsync(request, ct);

    public async ValueTask DisposeAsync()
    {
        try
        {
            await (_client?.DisposeAsync() ?? ValueTask.CompletedTask);
        }
        catch (Exception error) when (error is HttpRequestException or IOException or OperationCanceledException
            or InvalidOperationException)
        {
            // The server is away; there is nothing left to end.
        }

        _http?.Dispose();
    }

    private static IClientTransport Transport(McpServer server, HttpClient? http)
    {
        if (server is McpStdioServer stdio)
        {
            var path = Environment.GetEnvironmentVariable("PATH");
            return new StdioClientTransport(new StdioClientTransportOptions
            {
                Command = stdio.Command,
                Arguments = [.. stdio.Arguments],
                InheritEnvironmentVariables = false,
                EnvironmentVariables = stdio.Environment.Prepend(KeyValuePair.Create("PATH", path ?? ""))
                    .GroupBy(pair => pair.Key).ToDictionary(group => group.Key, group => (string?)group.Last().Value),
            });
        }

        var target = (McpHttpServer)server;
        var headers = target.Headers.ToDictionary(
            header => header.Key, header => header.Value, StringComparer.OrdinalIgnoreCase);
        return new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = target.Address,
                TransportMode = HttpTransportMode.StreamableHttp,
                AdditionalHeaders = headers,
                // Nothing is done with what servers say unasked, and it would hold a connection.
                EnableStandaloneGetStream = false,
            },
            http!, null, ownsHttpClient: false);
    }

    private void Seen(HttpResponseMessage answer)
    {
        if (answer.StatusCode is HttpStatusCode.NotFound or HttpStatusCode.BadRequest
            && (answer.RequestMessage?.Headers.Contains("Mcp-Session-Id") ?? false))
        {
            _isUnknown = true;
        }
    }
}
