using Workflow.Bench.Limits;
using Workflow.Bench.Measures;
using Workflow.Bench.Report;
using Workflow.Bench.Stack;

namespace Workflow.Bench.Suite;

/// <summary>One call of the benchmark, from the stack's start to the report.</summary>
internal static class SuiteRun
{
    public static async Task<int> RunAsync(SuitePlan plan, StackPlan place, CancellationToken ct)
    {
        var book = new FigureBook(Console.Error.WriteLine);
        if (Workload.All.Any(workload => plan.Workloads.Contains(workload.Id)))
        {
            await using var stack = await Stage.OpenAsync(place, consumers: 1, ct);
            book.Say($"the platform is up at {stack.Api}");
            await using var limits = await MachineLimits.StartAsync(stack, place.Brokers, ct);
            await RoundsRun.RunAsync(new Measurement(stack, book), limits, plan, ct);
        }

        foreach (var trial in Trials.All.Where(trial => plan.Workloads.Contains(trial.Id)))
        {
            for (var round = 1; round <= (plan.Rounds ?? 1); round++)
            {
                book.Say($"{trial.Id}, round {round}");
                await trial.RunAsync(plan, place, book, ct);
            }
        }

        Console.WriteLine(plan.Json ? JsonReport.Of(book.Figures) : TextReport.Of(book.Figures));
        return 0;
    }
}
