using Workflow.Bench.Client;
using Workflow.Bench.Limits;
using Workflow.Bench.Loads;
using Workflow.Bench.Stack;

namespace Workflow.Bench.Suite;

/// <summary>A stack that is ready to be measured: definitions registered, code and caches warm.</summary>
internal static class Stage
{
    private static readonly (string Shape, int Runs)[] WarmUp =
        [("seq3", MachineLimits.WarmUp), ("fib40", 2), ("fan100", 2)];

    public static async Task<BenchStack> OpenAsync(StackPlan place, int consumers, CancellationToken ct)
    {
        var stack = await BenchStack.StartAsync(place, ct);
        try
        {
            await stack.ConsumersAsync(consumers, ct);
            foreach (var definition in Catalog.All)
            {
                await RegisterAsync(stack, definition);
            }

            foreach (var definition in Catalog.All)
            {
                var runs = WarmUp.First(one => definition.Name.StartsWith(one.Shape, StringComparison.Ordinal)).Runs;
                await Load.ClosedAsync(EngineOf(stack, definition), runs);
            }

            return stack;
        }
        catch
        {
            await stack.DisposeAsync();
            throw;
        }
    }

    public static async Task RegisterAsync(BenchStack stack, Definition definition)
    {
        using var lane = await HttpLane.ConnectAsync(stack.Api);
        await lane.AskAsync(HttpRequests.PostYaml("/api/v1/workflows", definition.Yaml));
    }

    public static PlatformEngine EngineOf(BenchStack stack, Definition definition) =>
        new(stack.Api, $"bench/{definition.Name}");
}
