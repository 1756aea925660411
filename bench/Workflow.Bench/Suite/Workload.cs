using Workflow.Bench.Loads;

namespace Workflow.Bench.Suite;

/// <summary>What is measured in every round.</summary>
/// <param name="Shape">Which definition, in both kinds.</param>
/// <param name="Runs">How many, unless another number was asked for.</param>
internal sealed record Workload(string Id, string Shape, int Runs, LoadAsync Load, bool IsThroughput)
{
    public static IReadOnlyList<Workload> All { get; } =
    [
        new("W1", "seq3", 2_000, Loads.Load.ClosedAsync, true),
        new("W1o", "seq3", 2_000, Loads.Load.OpenAsync, true),
        new("W2", "seq3", 200, Loads.Load.OneByOneAsync, false),
        new("W3", "fib40", 10, Loads.Load.OneByOneAsync, false),
        new("W4", "fan100", 5, Loads.Load.OneByOneAsync, false),
    ];

    public int RunsOf(SuitePlan plan) => IsThroughput ? plan.Runs ?? Runs : Runs;

    public async Task RunAsync(Measurement measurement, SuitePlan plan, string kind)
    {
        var definition = Catalog.Of(Shape, kind);
        var runs = RunsOf(plan);
        var engine = Stage.EngineOf(measurement.Stack, definition);
        await measurement.RunsAsync(Id, definition, runs, () => Load(engine, runs));
    }
}
