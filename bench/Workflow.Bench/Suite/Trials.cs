using Workflow.Bench.Backlog;
using Workflow.Bench.Measures;
using Workflow.Bench.Memory;
using Workflow.Bench.Neighbours;
using Workflow.Bench.Reads;
using Workflow.Bench.Replay;
using Workflow.Bench.Stack;

namespace Workflow.Bench.Suite;

/// <summary>A workload that takes minutes and wants a stack of its own.</summary>
internal sealed record Trial(
    string Id, Func<SuitePlan, StackPlan, FigureBook, CancellationToken, Task> RunAsync);

internal static class Trials
{
    public static IReadOnlyList<Trial> All { get; } =
    [
        new("W5", DrainTrial.RunAsync), new("W6", AcceptTrial.RunAsync), new("W7", ReadTrial.RunAsync),
        new("W8", MemoryTrial.RunAsync), new("W9", ReplayTrial.RunAsync),
        new("W10", NeighbourTrial.RunAsync),
    ];
}
