using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;

namespace Workflow.Bench.Backlog;

/// <summary>W6: starts alone, while no consumer is up.</summary>
internal static class AcceptTrial
{
    private const int Runs = 20_000;

    public static async Task RunAsync(SuitePlan plan, StackPlan place, FigureBook book, CancellationToken ct)
    {
        var runs = plan.Runs ?? Runs;
        await using var stack = await Stage.OpenAsync(Pending.Allowed(place), consumers: 1, ct);
        await stack.ConsumersAsync(0, ct);
        await stack.ExecuteAsync("checkpoint");
        book.Keep("W6", "", await Measurement.CostAsync(stack.Sampler, runs, () => Pending.AddAsync(stack, runs)));
        await Pending.CheckAsync(stack, runs);
    }
}
