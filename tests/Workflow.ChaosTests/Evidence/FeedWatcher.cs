using System.Collections.Concurrent;
using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Net.WebSockets;

namespace Workflow.ChaosTests.Evidence;

/// <summary>Clients of live feeds that come back whenever they are cut off, as browsers do.</summary>
internal sealed class FeedWatcher(Uri api, TimeProvider clock) : IDisposable
{
    /// <summary>Types of the messages that tell the end.</summary>
    public static readonly string[] Ends = ["completed", "failed", "cancelled"];

    private static readonly TimeSpan Pause = TimeSpan.FromMilliseconds(200);

    private readonly HttpClient _http = new() { BaseAddress = api, Timeout = Timeout.InfiniteTimeSpan };
    private readonly ConcurrentQueue<WatchRecord> _records = new();
    private int _watches;

    public IReadOnlyList<WatchRecord> Records => [.. _records];

    /// <summary>Follows a run to its end: every other one by WebSocket, the rest by server-sent events.</summary>
    public async Task WatchAsync(Guid run, CancellationToken home)
    {
        var (revisions, connections, hasEnd) = (new List<long>(), 0, false);
        var isSocket = Interlocked.Increment(ref _watches) % 2 == 0;
        while (!hasEnd && !home.IsCancellationRequested)
        {
            try
            {
                connections++;
                hasEnd = await (isSocket
                    ? SocketFeed.FollowAsync(api, run, revisions, clock, home)
                    : FollowAsync(run, revisions, home));
            }
            catch (Exception error) when (
                error is HttpRequestException or SocketException or WebSocketException or IOException
                    or OperationCanceledException or TimeoutException)
            {
                // Cut off: come back.
            }

            if (!hasEnd)
            {
                await Task.Delay(Pause, clock, CancellationToken.None);
            }
        }

        _records.Enqueue(new WatchRecord(run, revisions, hasEnd, connections));
    }

    public void Dispose() => _http.Dispose();

    /// <returns>Whether the end was told.</returns>
    private async Task<bool> FollowAsync(Guid run, List<long> revisions, CancellationToken home)
    {
        using var request = new HttpRequestMessage(HttpMethod.Get, $"/api/v1/executions/{run}/events");
        if (revisions.Count > 0)
        {
            request.Headers.Add("Last-Event-ID", revisions[^1].ToString(CultureInfo.InvariantCulture));
        }

        // A connection to a frozen API is given up after a while; a live one says something at least every second.
        using var answer = await _http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead, home)
            .WaitAsync(TimeSpan.FromSeconds(10), clock, home);
        if (answer.StatusCode == HttpStatusCode.NoContent)
        {
            return true;
        }

        answer.EnsureSuccessStatusCode();
        using var lines = new StreamReader(await answer.Content.ReadAsStreamAsync(home));
        var (name, hasEnd) = ("", false);
        while (await lines.ReadLineAsync(home) is { } line)
        {
            if (line.StartsWith("event: ", StringComparison.Ordinal))
            {
                name = line[7..];
            }
            else if (line.StartsWith("id: ", StringComparison.Ordinal))
            {
                revisions.Add(long.Parse(line[4..], CultureInfo.InvariantCulture));
            }
            else if (line.Length == 0)
            {
                hasEnd |= Ends.Contains(name);
            }
        }

        return hasEnd;
    }
}
