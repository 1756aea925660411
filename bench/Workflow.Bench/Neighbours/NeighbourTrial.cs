using Workflow.Bench.Client;
using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;

namespace Workflow.Bench.Neighbours;

/// <summary>W10: what a fast agent suffers from one that hangs and one that fails. The fast one's tasks come alone
/// first, at an even pace; then as many of the other two come at the same pace, each beside it.</summary>
internal static class NeighbourTrial
{
    private const int Tasks = 300;
    private const int WarmUp = 300;
    private const int Clients = 32;

    /// <summary>Between two tasks of the same agent: 50 of each per second.</summary>
    private static readonly TimeSpan Pace = TimeSpan.FromMilliseconds(20);

    private static readonly Definition FastRun = Calling(ThreeAgents.Fast);
    private static readonly Definition FailingRun = Calling(ThreeAgents.Failing);
    private static readonly Definition HangingRun = Calling(ThreeAgents.Hanging);

    public static async Task RunAsync(SuitePlan plan, StackPlan place, FigureBook book, CancellationToken ct)
    {
        var tasks = plan.Runs ?? Tasks;
        await using var agents = await ThreeAgents.StartAsync();
        await using var stack = await Stage.OpenAsync(place, consumers: 1, ct);
        await stack.BridgeAsync(ct);
        foreach (var definition in (Definition[])[FastRun, FailingRun, HangingRun])
        {
            await RegisterAsync(stack, agents, definition);
        }

        await Load.ClosedAsync(Stage.EngineOf(stack, FastRun), WarmUp);
        await Load.ClosedAsync(Stage.EngineOf(stack, FailingRun), WarmUp);
        var alone = await PacedAsync(stack, FastRun, tasks, waits: true, ct);
        var hanging = PacedAsync(stack, HangingRun, tasks, waits: false, ct);
        var failing = PacedAsync(stack, FailingRun, tasks, waits: true, ct);
        var beside = await PacedAsync(stack, FastRun, tasks, waits: true, ct);
        var troubled = await failing;
        await hanging;
        book.Keep("W10", $"{tasks} tasks each",
        [
            ("p95 ms alone", Series.Quantile(alone, 0.95)), ("p95 ms beside", Series.Quantile(beside, 0.95)),
            ("p95 beside / alone", Series.Quantile(beside, 0.95) / Series.Quantile(alone, 0.95)),
            ("p50 ms alone", Series.Quantile(alone, 0.5)), ("p50 ms beside", Series.Quantile(beside, 0.5)),
            ("p95 ms of the failing", Series.Quantile(troubled, 0.95)), ("calls that hang", agents.Held),
        ]);
    }

    // A failure is caught, so that every run ends well but those that hang.
    private static Definition Calling(string agent) => new($"calling-{agent}", "", 2, $$"""
          - attempt:
              try:
                - call: { call: {{agent}} }
              catch: {}
        """);

    private static async Task RegisterAsync(BenchStack stack, ThreeAgents agents, Definition definition)
    {
        var agent = definition.Name["calling-".Length..];
        using (var lane = await HttpLane.ConnectAsync(stack.Api))
        {
            await lane.AskAsync(HttpRequests.Put(
                $"/api/v1/agents/{agent}", $$"""{"endpoint":"{{agents.UrlOf(agent)}}","timeout_seconds":600}"""));
        }

        await Stage.RegisterAsync(stack, definition);
    }

    /// <summary>Starts so many at the pace, whatever becomes of those before.</summary>
    /// <returns>How long each took, from its start to the answer that tells its end or, without waiting, its
    /// acceptance.</returns>
    private static async Task<double[]> PacedAsync(
        BenchStack stack, Definition definition, int tasks, bool waits, CancellationToken ct)
    {
        using var lanes = await Lanes.OpenAsync(Stage.EngineOf(stack, definition), Clients);
        var latencies = new double[tasks];
        var began = TimeProvider.System.GetTimestamp();
        await lanes.TimesAsync(tasks, async (client, index) =>
        {
            var due = (index * Pace) - TimeProvider.System.GetElapsedTime(began);
            if (due > TimeSpan.Zero)
            {
                await Task.Delay(due, ct);
            }

            var asked = TimeProvider.System.GetTimestamp();
            if (waits)
            {
                await client.RunAsync();
            }
            else
            {
                await client.StartAsync();
            }

            latencies[index] = TimeProvider.System.GetElapsedTime(asked).TotalMilliseconds;
        });
        return latencies;
    }
}
