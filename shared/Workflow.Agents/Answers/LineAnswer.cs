using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Http;
using Workflow.Agents.Work;

namespace Workflow.Agents.Answers;

/// <summary>Answers line by line (<c>application/x-ndjson</c>): what is reported, heartbeats in between, the result.
/// </summary>
internal static class LineAnswer
{
    public const string MediaType = "application/x-ndjson";

    private static readonly byte[] Heartbeat = "{\"heartbeat\":true}\n"u8.ToArray();

    public static async Task WriteAsync(
        HttpResponse response, AgentTaskWork work, TimeSpan heartbeat, TimeProvider time, CancellationToken ct)
    {
        response.StatusCode = 200;
        response.ContentType = MediaType;
        var lines = work.Listen();
        await WriteAsync(response, Heartbeat, ct);
        while (await MoreAsync(lines.WaitToReadAsync(ct).AsTask(), response, heartbeat, time, ct))
        {
            while (lines.TryRead(out var line))
            {
                await WriteAsync(response, JsonLine.Of(line), ct);
            }
        }

        await WriteAsync(response, JsonLine.Of(await work.Result), ct);
    }

    private static async Task<bool> MoreAsync(
        Task<bool> more, HttpResponse response, TimeSpan heartbeat, TimeProvider time, CancellationToken ct)
    {
        while (true)
        {
            using var pause = CancellationTokenSource.CreateLinkedTokenSource(ct);
            var beat = Task.Delay(heartbeat, time, pause.Token);
            if (await Task.WhenAny(more, beat) == more)
            {
                await pause.CancelAsync();
                return await more;
            }

            ct.ThrowIfCancellationRequested();
            await WriteAsync(response, Heartbeat, ct);
        }
    }

    private static async Task WriteAsync(HttpResponse response, byte[] line, CancellationToken ct)
    {
        await response.Body.WriteAsync(line, ct);
        await response.Body.FlushAsync(ct);
    }
}

/// <summary>Lines of an answer as bytes, each with its end.</summary>
internal static class JsonLine
{
    public static byte[] Of(JsonObject line) => [.. JsonSerializer.SerializeToUtf8Bytes(line), .. "\n"u8];

    /// <summary>The last one.</summary>
    public static byte[] Of(AgentTaskResult result) => Of(new JsonObject
    {
        [result.IsOutput ? "result" : "error"] = JsonNode.Parse(result.Body),
    });
}
