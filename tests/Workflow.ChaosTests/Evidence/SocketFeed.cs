using System.Net.WebSockets;
using System.Text.Json;

namespace Workflow.ChaosTests.Evidence;

/// <summary>One connection to the WebSocket of a run.</summary>
internal static class SocketFeed
{
    private static readonly TimeSpan ConnectMost = TimeSpan.FromSeconds(10);

    /// <summary>Reads until the server closes, and adds every revision that is told.</summary>
    /// <returns>Whether the end was told.</returns>
    public static async Task<bool> FollowAsync(
        Uri api, Guid run, List<long> revisions, TimeProvider clock, CancellationToken home)
    {
        var query = revisions.Count > 0 ? $"?since={revisions[^1]}" : "";
        using var socket = new ClientWebSocket();
        await socket.ConnectAsync(new Uri($"ws://{api.Authority}/api/v1/executions/{run}/progress/ws{query}"), home)
            .WaitAsync(ConnectMost, clock, home);
        var (buffer, text, hasEnd) = (new byte[16 * 1024], new MemoryStream(), false);
        while (true)
        {
            var part = await socket.ReceiveAsync(buffer.AsMemory(), home);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                // Who comes back with the last revision is told nothing more.
                return hasEnd || socket.CloseStatus == WebSocketCloseStatus.NormalClosure;
            }

            text.Write(buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                hasEnd |= Keep(text.ToArray(), revisions);
                text.SetLength(0);
            }
        }
    }

    private static bool Keep(byte[] message, List<long> revisions)
    {
        using var document = JsonDocument.Parse(message);
        if (document.RootElement.TryGetProperty("revision", out var revision))
        {
            revisions.Add(revision.GetInt64());
        }

        return document.RootElement.GetProperty("type").GetString() is { } type && FeedWatcher.Ends.Contains(type);
    }
}
