using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;
using Workflow.Bench.Suite;

namespace Workflow.Bench.Backlog;

/// <summary>W5: a backlog comes into being while the consumers are frozen, and they are woken. How fast 1, 2 and 4 of
/// them work it off, what it means when the database's statistics know nothing of it, and whether a run costs the same
/// however many have ended before.</summary>
internal static class DrainTrial
{
    private const int Runs = 100_000;

    /// <summary>Ended runs that the cost is compared with, at most.</summary>
    private const int Few = 10_000;

    /// <summary>Runs of a backlog where the others are not compared, at most.</summary>
    private const int Less = 20_000;

    /// <summary>Runs for each consumer, so that none begins cold.</summary>
    private const int WarmUp = 2_000;

    private static readonly int[] Consumers = [1, 2, 4];

    public static async Task RunAsync(SuitePlan plan, StackPlan place, FigureBook book, CancellationToken ct)
    {
        var runs = plan.Runs ?? Runs;
        await using var stack = await Stage.OpenAsync(Pending.Allowed(place), consumers: 1, ct);
        var model = await FinishedRuns.ModelAsync(stack);
        foreach (var consumers in Consumers)
        {
            await DrainAsync(stack, book, (runs, consumers, IsKnown: true), ct);
        }

        await DrainAsync(stack, book, (Math.Min(runs, Less), 1, IsKnown: false), ct);

        var one = book.Last("W5", KindOf(1), "runs/s");
        book.Keep("W5", "scaling", Consumers[1..].Select(
            consumers => ($"{consumers} consumers by 1", book.Last("W5", KindOf(consumers), "runs/s") / one)));

        await stack.ConsumersAsync(1, ct);
        await stack.ExecuteAsync("delete from workflow_runs where run_id <> $1", model);
        await stack.ExecuteAsync("delete from step_executions where run_id <> $1", model);
        await stack.ExecuteAsync("vacuum full workflow_runs");
        await stack.ExecuteAsync("vacuum full step_executions");
        var few = Math.Min(Few, plan.Filled);
        await CostAsync(stack, book, plan, (model, 0, few), ct);
        await CostAsync(stack, book, plan, (model, few, plan.Filled), ct);
        book.Keep("W5", "flatness", Compare(book, KindOf(few, ""), KindOf(plan.Filled, "")));
    }

    /// <summary>Lets a backlog come and go.</summary>
    /// <param name="plan">Whether it is known: the statistics are brought up to date once it is there, not
    /// before.</param>
    private static async Task DrainAsync(
        BenchStack stack, FigureBook book, (int Runs, int Consumers, bool IsKnown) plan, CancellationToken ct)
    {
        await stack.ConsumersAsync(plan.Consumers, ct);
        await Load.ClosedAsync(Stage.EngineOf(stack, Pending.Definition), WarmUp * plan.Consumers);
        await stack.ExecuteAsync("vacuum analyze workflow_runs");
        stack.FreezeConsumers();
        var mark = stack.Topics.Mark();
        await Pending.AddAsync(stack, plan.Runs);
        await SettleAsync(stack, plan.IsKnown);
        var kept = stack.Topics.KeptSince(mark);
        book.Keep("W5", KindOf(plan.Consumers) + (plan.IsKnown ? "" : ", statistics of before"),
        [
            .. await Drain.RunAsync(stack, plan.Runs, ct),
            ("share of messages the broker kept", (double)kept / plan.Runs),
        ]);
    }

    private static async Task SettleAsync(BenchStack stack, bool isKnown)
    {
        if (isKnown)
        {
            await stack.ExecuteAsync("vacuum analyze workflow_runs");
        }

        await stack.ExecuteAsync("checkpoint");
    }

    /// <summary>Fills the tables, then accepts and drains.</summary>
    private static async Task CostAsync(
        BenchStack stack, FigureBook book, SuitePlan plan, (Guid Model, int Before, int All) filled,
        CancellationToken ct)
    {
        await FinishedRuns.FillAsync(stack, filled.Model, filled.Before, filled.All, book.Say);
        stack.FreezeConsumers();
        var runs = Math.Min(plan.Runs ?? Runs, Less);
        book.Keep("W5", KindOf(filled.All, "accept, "), await Measurement.CostAsync(
            stack.Sampler, runs, () => Pending.AddAsync(stack, runs)));
        await SettleAsync(stack, isKnown: true);
        book.Keep("W5", KindOf(filled.All, ""), await Drain.RunAsync(stack, runs, ct));
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
