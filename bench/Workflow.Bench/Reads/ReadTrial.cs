using Workflow.Bench.Client;
using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;

namespace Workflow.Bench.Reads;

/// <summary>W7: what readers wait for while very many ended runs lie in the tables.</summary>
internal static class ReadTrial
{
    private const int Requests = 300;
    private const int Chosen = 100;

    private static readonly string[] Lists =
    [
        "/api/v1/executions?page_size=20", "/api/v1/executions?status=completed&page_size=20",
        "/api/v1/executions?status=failed&page_size=20", "/api/v1/executions?workflow_name=seq3&page_size=20",
        "/api/v1/executions?sort=completed_at&order=asc&page_size=20", "/api/workflows/executions?limit=20",
    ];

    private static readonly string[] OfOne =
    [
        "/api/v1/executions/{0}", "/api/v1/executions/{0}/progress", "/api/executions/{0}/status",
        "/api/executions/{0}/steps",
    ];

    public static async Task RunAsync(SuitePlan plan, StackPlan place, FigureBook book, CancellationToken ct)
    {
        await using var stack = await Stage.OpenAsync(place, consumers: 1, ct);
        await FinishedRuns.FillAsync(stack, await FinishedRuns.ModelAsync(stack), 0, plan.Filled, book.Say);
        var ids = await stack.ScalarAsync<Guid[]>(
            "select array_agg(run_id) from (select run_id from workflow_runs tablesample bernoulli (5) limit $1) as r",
            Chosen);
        using var lane = await HttpLane.ConnectAsync(stack.Api);
        foreach (var path in Lists)
        {
            await AskAsync(book, lane, path, _ => path, ct);
        }

        foreach (var path in OfOne)
        {
            await AskAsync(book, lane, path, index => string.Format(null, path, ids[index % ids.Length]), ct);
        }

        await Pages.WalkAsync(book, lane, plan.Filled, ct);
    }

    private static async Task AskAsync(
        FigureBook book, HttpLane lane, string route, Func<int, string> path, CancellationToken ct)
    {
        var latencies = new List<double>();
        await lane.AskAsync(HttpRequests.Get(path(0)));
        for (var index = 0; index < Requests; index++)
        {
            ct.ThrowIfCancellationRequested();
            var request = HttpRequests.Get(path(index));
            var asked = TimeProvider.System.GetTimestamp();
            await lane.AskAsync(request);
            latencies.Add(TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds);
        }

        book.Keep("W7", $"GET {route.Replace("{0}", "{id}", StringComparison.Ordinal)}", Load.Latencies(latencies));
    }
}
