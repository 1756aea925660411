using Workflow.Bench.Client;
using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;

namespace Workflow.Bench.Memory;

/// <summary>W8: what a run that waits for an agent takes of its owner's memory.</summary>
internal static class MemoryTrial
{
    private const int Runs = 10_000;
    private const int WarmUp = 500;

    private static readonly TimeSpan Takes = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Patience = TimeSpan.FromMinutes(2);

    private static readonly Definition Calling = new("calling", "", 1, $"  - call: {{ call: {SlowAgent.Name} }}");

    public static async Task RunAsync(SuitePlan plan, StackPlan place, FigureBook book, CancellationToken ct)
    {
        var runs = plan.Runs ?? Runs;
        var heap = new Heap(Directory.CreateDirectory(Path.Combine(place.Logs, "heap")).FullName);
        var settings = new Dictionary<string, string>(heap.Settings)
        {
            // So that none of them has to stay in the database.
            ["WORKFLOW_EXECUTION_RUNS_IN_MEMORY_MAX"] = $"{2 * Math.Max(runs, Runs)}",
        };
        await using var stack = await Stage.OpenAsync(place with { Settings = settings }, consumers: 1, ct);
        using (var lane = await HttpLane.ConnectAsync(stack.Api))
        {
            await lane.AskAsync(HttpRequests.Put(
                $"/api/v1/agents/{SlowAgent.Name}", """{"transport":"kafka","timeout_seconds":600}"""));
        }

        await Stage.RegisterAsync(stack, Calling);
        using var agent = new SlowAgent(stack.Kafka, Takes);
        await agent.StartAsync();
        await FillAsync(stack, agent, WarmUp, ct);
        await EmptyAsync(stack, agent, ct);

        var pid = stack.Consumers.Single();
        var (managed, resident) = (await heap.ManagedAsync(pid), Heap.Resident(pid));
        var seen = agent.Seen;
        var began = TimeProvider.System.GetTimestamp();
        await FillAsync(stack, agent, runs, ct);
        var filled = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var peak = Heap.Resident(pid);
        var inUse = await heap.ManagedAsync(pid);
        await EmptyAsync(stack, agent, ct);
        book.Keep("W8", "",
        [
            ("RSS KB per active run", (peak - resident) / 1024.0 / runs),
            ("managed KB per active run", (inUse - managed) / 1024.0 / runs),
            ("RSS MB before", resident / 1048576.0), ("RSS MB at the peak", peak / 1048576.0),
            ("managed MB before", managed / 1048576.0), ("managed MB at the peak", inUse / 1048576.0),
            ("s until all waited", filled), ("tasks sent per call", (double)(agent.Seen - seen) / runs),
        ]);
    }

    /// <summary>Starts so many, and returns once each waits for the agent.</summary>
    private static async Task FillAsync(BenchStack stack, SlowAgent agent, int runs, CancellationToken ct)
    {
        using var lanes = await Lanes.OpenAsync(Stage.EngineOf(stack, Calling), Load.Clients);
        await lanes.TimesAsync(runs, async (client, _) => await client.StartAsync());
        await UntilAsync(() => Task.FromResult(agent.Open >= runs), ct);
    }

    private static async Task EmptyAsync(BenchStack stack, SlowAgent agent, CancellationToken ct)
    {
        await agent.AnswerAsync(ct);
        await UntilAsync(async () => await Backlog.Pending.OpenAsync(stack) == 0, ct);
    }

    private static async Task UntilAsync(Func<Task<bool>> condition, CancellationToken ct)
    {
        var began = TimeProvider.System.GetTimestamp();
        while (!await condition())
        {
            if (TimeProvider.System.GetElapsedTime(began) > Patience)
            {
                throw new TimeoutException($"Not all runs have come as far as expected within {Patience}.");
            }

            await Task.Delay(Look, ct);
        }
    }
}
