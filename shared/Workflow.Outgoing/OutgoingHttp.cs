namespace Workflow.Outgoing;

/// <summary>HTTP to addresses that users choose.</summary>
public static class OutgoingHttp
{
    /// <summary>A handler that checks every connection, follows no redirect, keeps no cookie and uses no proxy: a proxy
    /// would connect where the rules forbid it.</summary>
    public static SocketsHttpHandler NewHandler(
        DestinationRules rules, ResolveHost resolve, TimeSpan connectTimeout, int connectionsPerHostMax) => new()
    {
        AllowAutoRedirect = false,
        UseCookies = false,
        UseProxy = false,
        ConnectTimeout = connectTimeout,
        MaxConnectionsPerServer = connectionsPerHostMax,
        // A host that moved is found again, and checked again.
        PooledConnectionLifetime = TimeSpan.FromMinutes(2),
        MaxResponseHeadersLength = 32,
        ConnectCallback = new GuardedConnector(rules, resolve).ConnectAsync,
    };

    /// <summary>The first bytes of an answer; the rest is not read.</summary>
    public static async Task<byte[]> ReadStartAsync(HttpContent content, int bytesMax, CancellationToken ct)
    {
        await using var stream = await content.ReadAsStreamAsync(ct);
        var start = new byte[bytesMax];
        var length = await stream.ReadAtLeastAsync(start, bytesMax, throwOnEndOfStream: false, ct);
        return start[..length];
    }
}
