using System.Data.Common;
using System.Net.WebSockets;
using Workflow.Api.Live.Runs;

namespace Workflow.Api.Live.Connections;

/// <summary>Tells one run over one socket, and closes it politely.</summary>
internal sealed class ProgressSocket(
    WebSocket socket, LiveConnection connection, LiveOptions options, TimeProvider clock)
{
    /// <summary>Close code of a socket whose run is none of the caller's, or gone.</summary>
    public const WebSocketCloseStatus NotFound = (WebSocketCloseStatus)4404;

    private readonly byte[] _ignored = new byte[64];

    /// <summary>Sends what goes before the feed, then the feed until its end, the client's or the server's.</summary>
    /// <param name="missing">What a client is told whose run has been deleted meanwhile.</param>
    public async Task TellAsync(RunVisit visit, Func<byte[]> missing, CancellationToken stopping)
    {
        using var over = CancellationTokenSource.CreateLinkedTokenSource(stopping);
        var listening = ListenAsync(over);
        await using var limit = stopping.Register(() => _ = AbortLaterAsync(listening));
        try
        {
            var (status, reason) = await FeedAsync(visit, missing, over.Token);
            await CloseAsync(status, reason, listening);
        }
        catch (OperationCanceledException)
        {
            await (stopping.IsCancellationRequested
                ? CloseAsync(
                    WebSocketCloseStatus.EndpointUnavailable, "The server stops; reconnect with since.", listening)
                : CloseAsync(WebSocketCloseStatus.NormalClosure, "", listening));
        }
        catch (Exception lost) when (lost is WebSocketException or IOException)
        {
            // The client is gone; it comes back with since, or not at all.
        }
        finally
        {
            socket.Abort();
            await listening;
        }
    }

    /// <summary>Says why there is nothing to watch.</summary>
    public async Task RefuseAsync(byte[] message, WebSocketCloseStatus status, string reason)
    {
        using var over = new CancellationTokenSource();
        var listening = ListenAsync(over);
        try
        {
            await SendAsync(message);
            await CloseAsync(status, reason, listening);
        }
        catch (Exception lost) when (lost is WebSocketException or IOException)
        {
            // It has left before the answer.
        }
        finally
        {
            socket.Abort();
            await listening;
        }
    }

    private async Task<(WebSocketCloseStatus Status, string Reason)> FeedAsync(
        RunVisit visit, Func<byte[]> missing, CancellationToken over)
    {
        var ended = (WebSocketCloseStatus.NormalClosure, "The execution has ended.");
        foreach (var frame in visit.First(clock.GetUtcNow()))
        {
            await SendAsync(frame.Json);
            if (frame.IsEnd)
            {
                return ended;
            }
        }

        if (visit.IsOver)
        {
            return ended;
        }

        for (var frames = new List<Frame>(); ;)
        {
            if (!await NextAsync(visit.Watch, frames, over))
            {
                await SendAsync(missing());
                return (NotFound, "The execution was deleted.");
            }

            foreach (var frame in frames)
            {
                await SendAsync(frame.Json);
            }

            if (frames.Count > 0 && frames[^1].IsEnd)
            {
                return ended;
            }
        }
    }

    private async ValueTask<bool> NextAsync(Watch watch, List<Frame> frames, CancellationToken over)
    {
        try
        {
            return await watch.NextAsync(frames, over);
        }
        catch (Exception error) when (error is DbException or IOException or TimeoutException)
        {
            await Task.Delay(options.LookInterval, clock, over);
            return true;
        }
    }

    // A send that is cancelled would tear the socket down, so nothing but the client's own end stops one.
    private async ValueTask SendAsync(byte[] message)
    {
        await socket.SendAsync(message, WebSocketMessageType.Text, endOfMessage: true, CancellationToken.None);
        connection.Wrote();
    }

    /// <summary>Clients have nothing to say but that they leave.</summary>
    private async Task ListenAsync(CancellationTokenSource over)
    {
        try
        {
            while ((await socket.ReceiveAsync(_ignored.AsMemory(), CancellationToken.None)).MessageType
                != WebSocketMessageType.Close)
            {
            }
        }
        catch (Exception lost) when (lost is WebSocketException or IOException or OperationCanceledException)
        {
            // Gone without a word.
        }

        await over.CancelAsync();
    }

    private async Task CloseAsync(WebSocketCloseStatus status, string reason, Task listening)
    {
        using var limit = new CancellationTokenSource(options.CloseWait, clock);
        try
        {
            if (socket.State is WebSocketState.Open or WebSocketState.CloseReceived)
            {
                await socket.CloseOutputAsync(status, reason, limit.Token);
                await listening.WaitAsync(limit.Token);
            }
        }
        catch (Exception lost) when (lost is WebSocketException or IOException or OperationCanceledException)
        {
            // It does not answer; what it has not read it asks for when it comes back.
        }
    }

    private async Task AbortLaterAsync(Task listening)
    {
        await listening.WaitAsync(options.CloseWait * 2, clock).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        socket.Abort();
    }
}
