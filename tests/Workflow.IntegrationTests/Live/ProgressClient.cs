using System.Net.WebSockets;
using System.Text.Json;

namespace Workflow.IntegrationTests.Live;

/// <summary>A WebSocket client that watches one execution.</summary>
internal sealed class ProgressClient : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[64 * 1024];

    private ProgressClient()
    {
    }

    /// <summary>Why the server closed; null while it is open.</summary>
    public WebSocketCloseStatus? Closed => _socket.CloseStatus;

    /// <param name="token">Sent as browsers have to, in the query.</param>
    public static async Task<ProgressClient> ConnectAsync(
        Uri api, object executionId, long? since = null, string? token = null)
    {
        var client = new ProgressClient();
        var query = since is not null ? $"?since={since}" : token is not null ? $"?access_token={token}" : "";
        var path = new Uri($"ws://{api.Authority}/api/v1/executions/{executionId}/progress/ws{query}");
        using var patience = new CancellationTokenSource(Patience);
        await client._socket.ConnectAsync(path, patience.Token);
        return client;
    }

    /// <summary>The next message; null when the server has closed.</summary>
    public async Task<JsonElement?> NextAsync()
    {
        using var patience = new CancellationTokenSource(Patience);
        using var text = new MemoryStream();
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(), patience.Token);
            if (part.MessageType == WebSocketMessageType.Close)
            {
                if (_socket.State == WebSocketState.CloseReceived)
                {
                    await AnswerCloseAsync(patience.Token);
                }

                return null;
            }

            text.Write(_buffer, 0, part.Count);
            if (part.EndOfMessage)
            {
                return JsonDocument.Parse(text.ToArray()).RootElement;
            }
        }
    }

    /// <summary>Everything until the server closes.</summary>
    public async Task<List<JsonElement>> RestAsync()
    {
        var messages = new List<JsonElement>();
        while (await NextAsync() is { } message)
        {
            messages.Add(message);
        }

        return messages;
    }

    /// <summary>Says goodbye, as a client does that has seen enough.</summary>
    public Task LeaveAsync() =>
        _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", CancellationToken.None);

    /// <summary>Drops the connection without a word.</summary>
    public void Cut() => _socket.Abort();

    public void Dispose() => _socket.Dispose();

    private async Task AnswerCloseAsync(CancellationToken ct)
    {
        try
        {
            await _socket.CloseOutputAsync(WebSocketCloseStatus.NormalClosure, "", ct);
        }
        catch (WebSocketException)
        {
            // The server waits for this only a moment, and then cuts the connection.
        }
    }
}
