using System.Net.WebSockets;
using System.Text.Json;

namespace Workflow.Bench.Sockets;

/// <summary>One socket, and what came over it.</summary>
internal sealed class Watcher(Uri path) : IAsyncDisposable
{
    private readonly ClientWebSocket _socket = new();
    private readonly byte[] _buffer = new byte[16 * 1024];
    private long _last;

    /// <summary>Milliseconds from each change to its arrival, in order.</summary>
    public List<double> Latencies { get; } = [];

    /// <summary>Messages that did not have the revision after the one before.</summary>
    public int OutOfOrder { get; private set; }

    /// <summary>Connects, and takes the first picture.</summary>
    public async Task OpenAsync(CancellationToken ct)
    {
        await _socket.ConnectAsync(path, ct);
        _last = Revision(await ReceiveAsync(ct), out _);
    }

    /// <summary>Takes messages until told to stop.</summary>
    public async Task RunAsync(CancellationToken ct)
    {
        try
        {
            while (!ct.IsCancellationRequested)
            {
                var size = await ReceiveAsync(ct);
                var now = TimeProvider.System.GetUtcNow();
                var revision = Revision(size, out var at);
                Latencies.Add((now - at).TotalMilliseconds);
                OutOfOrder += revision == _last + 1 ? 0 : 1;
                _last = revision;
            }
        }
        catch (Exception ended) when (ended is OperationCanceledException or WebSocketException)
        {
            OutOfOrder += ct.IsCancellationRequested ? 0 : 1;
        }
    }

    public ValueTask DisposeAsync()
    {
        _socket.Abort();
        _socket.Dispose();
        return ValueTask.CompletedTask;
    }

    private async Task<int> ReceiveAsync(CancellationToken ct)
    {
        var size = 0;
        while (true)
        {
            var part = await _socket.ReceiveAsync(_buffer.AsMemory(size), ct);
            size += part.Count;
            if (part.EndOfMessage)
            {
                return part.MessageType == WebSocketMessageType.Text
                    ? size
                    : throw new WebSocketException($"Closed: {_socket.CloseStatus} {_socket.CloseStatusDescription}");
            }
        }
    }

    private long Revision(int size, out DateTimeOffset at)
    {
        var reader = new Utf8JsonReader(_buffer.AsSpan(0, size));
        var (revision, found) = (0L, false);
        for (at = default; !found && reader.Read();)
        {
            if (reader.TokenType == JsonTokenType.PropertyName && reader.CurrentDepth == 1)
            {
                if (reader.ValueTextEquals("revision"u8))
                {
                    reader.Read();
                    revision = reader.GetInt64();
                }
                else if (reader.ValueTextEquals("timestamp"u8))
                {
                    reader.Read();
                    at = reader.GetDateTimeOffset();
                    found = true;
                }
            }
        }

        return revision;
    }
}
