using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;

namespace Workflow.Bench.Backlog;

/// <summary>W5: how fast a backlog is worked off by 1, 2 and 4 consumers, and whether a run costs the same however many
/// have ended before.</summary>
internal static class DrainTrial
{
    private const int Runs = 100_000;

    /// <summary>Ended runs that the cost is compared with, at most.</summary>
    private const int Few = 10_000;

    private static readonly int[] Consumers = [1, 2, 4];

    public static async Task RunAsync(SuitePlan plan, StackPlan place, FigureBook book, CancellationToken ct)
    {
        var runs = plan.Runs ?? Runs;
        await using var stack = await Stage.OpenAsync(Pending.Allowed(place), consumers: 1, ct);
        var model = await FinishedRuns.ModelAsync(stack);
        foreach (var consumers in Consumers)
        {
            await DrainAsync(stack, book, runs, consumers, ct);
        }

        var one = book.Last("W5", KindOf(1), "runs/s");
        book.Keep("W5", "scaling", Consumers[1..].Select(
            consumers => ($"{consumers} consumers by 1", book.Last("W5", KindOf(consumers), "runs/s") / one)));

        await stack.ConsumersAsync(0, ct);
        await stack.ExecuteAsync("delete from workflow_runs where run_id <> $1", model);
        await stack.ExecuteAsync("delete from step_executions where run_id <> $1", model);
        await stack.ExecuteAsync("vacuum full workflow_runs");
        await stack.ExecuteAsync("vacuum full step_executions");
        var few = Math.Min(Few, plan.Filled);
        await CostAsync(stack, book, plan, (model, 0, few), ct);
        await CostAsync(stack, book, plan, (model, few, plan.Filled), ct);
        book.Keep("W5", "flatness", Compare(book, KindOf(few, ""), KindOf(plan.Filled, "")));
    }

    private static async Task DrainAsync(
        BenchStack stack, FigureBook book, int runs, int consumers, CancellationToken ct)
    {
        await stack.ConsumersAsync(0, ct);
        var mark = stack.Topics.Mark();
        await Pending.AddAsync(stack, runs);
        await stack.ExecuteAsync("vacuum analyze workflow_runs");
        await stack.ExecuteAsync("checkpoint");
        var kept = stack.Topics.KeptSince(mark);
        book.Keep("W5", KindOf(consumers),
        [
            .. await Drain.RunAsync(stack, runs, consumers, ct),
            ("share of messages the broker kept", (double)kept / runs),
        ]);
    }

    /// <summary>Fills the tables, then accepts and drains.</summary>
    private static async Task CostAsync(
        BenchStack stack, FigureBook book, SuitePlan plan, (Guid Model, int Before, int All) filled,
        CancellationToken ct)
    {
        await stack.ConsumersAsync(0, ct);
        await FinishedRuns.FillAsync(stack, filled.Model, filled.Before, filled.All, book.Say);
        var runs = Math.Min(plan.Runs ?? Runs, Few * 2);
        book.Keep("W5", KindOf(filled.All, "accept, "), await Measurement.CostAsync(
            stack.Sampler, runs, () => Pending.AddAsync(stack, runs)));
        await stack.ExecuteAsync("checkpoint");
        book.Keep("W5", KindOf(filled.All, ""), await Drain.RunAsync(stack, runs, 1, ct));
    }

    /// <summary>What a run costs among many ended ones, by what it costs among few.</summary>
    private static IEnumerable<(string Name, double Value)> Compare(FigureBook book, string few, string many) =>
        from name in (string[])["CPU ms per run", "CPU ms per run: postgres", "WAL bytes per run"]
        from what in (string[])["", "accept, "]
        select ($"{what}{name}, many by few",
            book.Last("W5", what + many, name) / book.Last("W5", what + few, name));

    private static string KindOf(int consumers) => $"{consumers} {(consumers == 1 ? "consumer" : "consumers")}";

    private static string KindOf(int ended, string what) => $"{what}beside {ended} ended runs";
}
