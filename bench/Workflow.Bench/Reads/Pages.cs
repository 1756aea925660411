using System.Text.Json;
using Workflow.Bench.Client;
using Workflow.Bench.Loads;
using Workflow.Bench.Measures;

namespace Workflow.Bench.Reads;

/// <summary>Follows the pages of a list by their cursors, from the newest run down.</summary>
internal static class Pages
{
    private const int Size = 100;

    /// <summary>Pages that are measured together.</summary>
    private const int Stretch = 100;

    /// <summary>How far it goes.</summary>
    private const int PagesMost = 2_000;

    /// <param name="runs">How many there are, about.</param>
    public static async Task WalkAsync(FigureBook book, HttpLane lane, int runs, CancellationToken ct)
    {
        var pages = Math.Min(PagesMost, runs / Size);
        var latencies = new List<double>();
        var cursor = "";
        for (var page = 0; page < pages && cursor is not null; page++)
        {
            ct.ThrowIfCancellationRequested();
            var request = HttpRequests.Get($"/api/v1/executions?page_size={Size}{cursor}");
            var asked = TimeProvider.System.GetTimestamp();
            var reply = await lane.AskAsync(request);
            latencies.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
            cursor = Next(reply) is { } next ? $"&cursor={next}" : null;
        }

        book.Keep(
            "W7", $"pages of {Size} by cursor, the first {Stretch}", Load.Latencies([.. latencies.Take(Stretch)]));
        book.Keep(
            "W7", $"pages of {Size} by cursor, the last {Stretch} of {latencies.Count}",
            Load.Latencies([.. latencies.TakeLast(Stretch)]));
    }

    private static string? Next(HttpReply reply)
    {
        using var answer = JsonDocument.Parse(reply.Body);
        return answer.RootElement.GetProperty("next_cursor").GetString();
    }
}
