using Workflow.Bench.Client;
using Workflow.Bench.Limits;
using Workflow.Bench.Loads;
using Workflow.Bench.Report;
using Workflow.Bench.Stack;

namespace Workflow.Bench.Suite;

/// <summary>One call of the benchmark, from the stack's start to the report.</summary>
internal static class SuiteRun
{
    private static readonly (string Shape, int Runs)[] WarmUp = [("seq3", 300), ("fib40", 2), ("fan100", 2)];

    public static async Task<int> RunAsync(SuitePlan plan, StackPlan place, CancellationToken ct)
    {
        await using var stack = await BenchStack.StartAsync(place, ct);
        await stack.ConsumersAsync(1, ct);
        using (var lane = await HttpLane.ConnectAsync(stack.Api))
        {
            foreach (var definition in Catalog.All)
            {
                await lane.AskAsync(HttpRequests.PostYaml("/api/v1/workflows", definition.Yaml));
            }
        }

        Say($"the platform is up at {stack.Api}");
        foreach (var definition in Catalog.All)
        {
            var runs = WarmUp.First(one => definition.Name.StartsWith(one.Shape, StringComparison.Ordinal)).Runs;
            await Load.ClosedAsync(new PlatformEngine(stack.Api, $"bench/{definition.Name}"), runs);
        }

        var measurement = new Measurement(stack, Say);
        await using (var limits = await MachineLimits.StartAsync(stack, place.Brokers, ct))
        {
            await RoundsRun.RunAsync(measurement, limits, plan, Say, ct);
        }

        Console.WriteLine(plan.Json ? JsonReport.Of(measurement.Figures) : TextReport.Of(measurement.Figures));
        return 0;
    }

    private static void Say(string text) => Console.Error.WriteLine(text);
}
