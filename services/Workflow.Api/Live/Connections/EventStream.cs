using System.Buffers;
using Workflow.Api.Live.Runs;

namespace Workflow.Api.Live.Connections;

/// <summary>One open stream of server-sent events.</summary>
internal sealed class EventStream(HttpContext http, LiveConnection connection)
{
    /// <summary>Sends the head of the answer.</summary>
    public async Task<bool> BeginAsync(CancellationToken over)
    {
        http.Response.ContentType = "text/event-stream";
        http.Response.Headers.CacheControl = "no-cache, no-store";
        http.Response.Headers["X-Accel-Buffering"] = "no";
        Add(ServerEvent.Retry);
        return await SendAsync(over);
    }

    /// <summary>Adds to what goes out with the next <see cref="SendAsync"/>.</summary>
    public void Add(byte[] text) => http.Response.BodyWriter.Write(text);

    /// <summary>Adds a sign of life when it is time for one.</summary>
    /// <returns>Whether it was.</returns>
    public bool AddBeat(byte[] text)
    {
        var isDue = connection.TakeQuiet();
        if (isDue)
        {
            Add(text);
        }

        return isDue;
    }

    /// <returns>False when the client is gone.</returns>
    public async Task<bool> SendAsync(CancellationToken over)
    {
        var sent = await http.Response.BodyWriter.FlushAsync(over);
        connection.Wrote();
        return !sent.IsCompleted && !sent.IsCanceled;
    }
}
