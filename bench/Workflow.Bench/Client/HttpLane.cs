using System.Net.Sockets;
using System.Text;

namespace Workflow.Bench.Client;

/// <summary>One connection to an HTTP server, one request at a time: as little work as a client can do, so that what is
/// measured is the server's. Not thread-safe.</summary>
internal sealed class HttpLane : IDisposable
{
    private readonly Socket _socket;
    private byte[] _buffer = new byte[16 * 1024];
    private int _filled;

    private HttpLane(Socket socket) => _socket = socket;

    public static async Task<HttpLane> ConnectAsync(Uri server)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        await socket.ConnectAsync(server.Host, server.Port);
        return new HttpLane(socket);
    }

    /// <param name="request">As <see cref="HttpRequests"/> makes it.</param>
    public async ValueTask<HttpReply> SendAsync(ReadOnlyMemory<byte> request)
    {
        while (request.Length > 0)
        {
            request = request[await _socket.SendAsync(request)..];
        }

        _filled = 0;
        int head;
        while ((head = _buffer.AsSpan(0, _filled).IndexOf("\r\n\r\n"u8)) < 0)
        {
            await ReceiveAsync();
        }

        var answer = HttpHead.Parse(_buffer.AsSpan(0, head));
        head += 4;
        var size = answer.IsChunked ? await UnchunkAsync(head) : await FillAsync(head, answer.Length);
        return new HttpReply(answer.Status, answer.Waited, _buffer.AsMemory(head, size));
    }

    /// <summary>Sends, and takes only an answer of success.</summary>
    /// <exception cref="InvalidOperationException">It is another one; the message is the answer.</exception>
    public async ValueTask<HttpReply> AskAsync(ReadOnlyMemory<byte> request)
    {
        var reply = await SendAsync(request);
        return reply.Status is >= 200 and < 300 ? reply : throw new InvalidOperationException(
            $"{reply} (to {Encoding.UTF8.GetString(request.Span[..request.Span.IndexOf((byte)'\r')])})");
    }

    public void Dispose() => _socket.Dispose();

    private async ValueTask<int> FillAsync(int from, int length)
    {
        while (_filled < from + length)
        {
            await ReceiveAsync();
        }

        return length;
    }

    /// <summary>Moves the chunks together; the answer is their size.</summary>
    private async ValueTask<int> UnchunkAsync(int from)
    {
        var (read, written) = (from, from);
        while (true)
        {
            int line;
            while ((line = _buffer.AsSpan(read, _filled - read).IndexOf("\r\n"u8)) < 0)
            {
                await ReceiveAsync();
            }

            var size = HttpHead.Number(_buffer.AsSpan(read, line), 16);
            read += line + 2;
            await FillAsync(read, size + 2);
            if (size == 0)
            {
                return written - from;
            }

            _buffer.AsSpan(read, size).CopyTo(_buffer.AsSpan(written));
            written += size;
            read += size + 2;
        }
    }

    private async ValueTask ReceiveAsync()
    {
        if (_filled == _buffer.Length)
        {
            Array.Resize(ref _buffer, 2 * _buffer.Length);
        }

        var got = await _socket.ReceiveAsync(_buffer.AsMemory(_filled));
        _filled += got > 0 ? got : throw new IOException("The server has closed the connection.");
    }
}
