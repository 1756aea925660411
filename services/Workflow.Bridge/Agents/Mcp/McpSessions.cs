using Microsoft.Extensions.Logging.Abstractions;
using ModelContextProtocol.Client;
using ModelContextProtocol.Protocol;
using Workflow.Bridge.Logins;
using Workflow.Bridge.Options;
using Workflow.Model;

namespace Workflow.Bridge.Agents.Mcp;

/// <summary>Keeps one session per MCP server and login. However many calls wait for one, it is begun once; a lost one
/// is left, and the next call begins another. Thread-safe.</summary>
internal sealed class McpSessions(
    HttpMessageHandler http, AgentLogins logins, AnswerLimit limit, BridgeOptions options, TimeProvider time)
    : IAsyncDisposable
{
    private static readonly TimeSpan BeginTimeout = TimeSpan.FromSeconds(30);

    private readonly Lock _gate = new();
    private readonly Dictionary<(Uri Endpoint, AgentAuth? Auth), Task<McpSession>> _sessions = [];

    /// <summary>The session with the server; give it back.</summary>
    /// <exception cref="Exception">Of the protocol's client: the server is not there, or no MCP server.</exception>
    public async Task<McpSession> RentAsync(Uri endpoint, string agent, AgentAuth? auth, CancellationToken ct)
    {
        while (true)
        {
            var session = await GetAsync(endpoint, agent, auth).WaitAsync(ct);
            lock (_gate)
            {
                if (!session.IsOver && !session.Client.Completion.IsCompleted)
                {
                    session.Users++;
                    return session;
                }
            }

            Drop(session);
        }
    }

    public void Return(McpSession session)
    {
        lock (_gate)
        {
            session.Users--;
            session.IdleSince = time.GetTimestamp();
        }

        EndWhenUnused(session);
    }

    /// <summary>No further call gets it; it ends with the last one that has it.</summary>
    public void Drop(McpSession session)
    {
        lock (_gate)
        {
            session.IsOver = true;
            foreach (var (key, begun) in _sessions)
            {
                if (begun.IsCompletedSuccessfully && begun.Result == session)
                {
                    _sessions.Remove(key);
                }
            }
        }

        EndWhenUnused(session);
    }

    public async ValueTask DisposeAsync()
    {
        List<Task<McpSession>> all;
        lock (_gate)
        {
            all = [.. _sessions.Values];
            _sessions.Clear();
        }

        await Task.WhenAll(all.Where(begun => begun.IsCompletedSuccessfully).Select(begun => EndAsync(begun.Result)));
    }

    private Task<McpSession> GetAsync(Uri endpoint, string agent, AgentAuth? auth)
    {
        var idle = new List<McpSession>();
        Task<McpSession>? begun;
        lock (_gate)
        {
            idle.AddRange(_sessions.Values.Where(IsIdle).Select(other => other.Result));
            if (!_sessions.TryGetValue((endpoint, auth), out begun) || begun.IsFaulted || begun.IsCanceled)
            {
                begun = Task.Run(() => BeginAsync(endpoint, agent, auth), CancellationToken.None);
                _sessions[(endpoint, auth)] = begun;
            }
            else if (begun.IsCompletedSuccessfully)
            {
                idle.Remove(begun.Result);
            }
        }

        idle.ForEach(Drop);
        return begun;
    }

    private async Task<McpSession> BeginAsync(Uri endpoint, string agent, AgentAuth? auth)
    {
        var login = new LoginHandler(http, logins, agent, auth);
        var client = new HttpClient(new McpHandler(login, limit)) { Timeout = Timeout.InfiniteTimeSpan };
        // Its log would hold what is said, and so what is secret.
        var transport = new HttpClientTransport(
            new HttpClientTransportOptions
            {
                Endpoint = endpoint,
                TransportMode = HttpTransportMode.StreamableHttp,
                EnableStandaloneGetStream = false,
            },
            client, NullLoggerFactory.Instance, ownsHttpClient: true);
        var settings = new McpClientOptions
        {
            ClientInfo = new Implementation { Name = "workflow-bridge", Version = "1.0.0" },
            InitializationTimeout = BeginTimeout,
            // A server that is slow to begin is not an old one, which it would be taken for after five seconds.
            DiscoverProbeTimeout = Timeout.InfiniteTimeSpan,
            TimeProvider = time,
        };
        return new McpSession(await McpClient.CreateAsync(transport, settings, NullLoggerFactory.Instance), login);
    }

    private bool IsIdle(Task<McpSession> begun) =>
        begun.IsCompletedSuccessfully && begun.Result is { Users: 0, IdleSince: not 0 } session
        && time.GetElapsedTime(session.IdleSince) > options.McpIdleMax;

    private void EndWhenUnused(McpSession session)
    {
        lock (_gate)
        {
            if (!session.IsOver || session.Users > 0)
            {
                return;
            }
        }

        _ = EndAsync(session);
    }

    private async Task EndAsync(McpSession session)
    {
        using var patience = new CancellationTokenSource(options.ConnectTimeout, time);
        await session.Client.DisposeAsync().AsTask().WaitAsync(patience.Token)
            .ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
    }
}
