using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;

namespace Workflow.Bench.Suite;

/// <summary>Measures runs on a stack.</summary>
internal sealed class Measurement(BenchStack stack, FigureBook book)
{
    private const string CompletedSteps = """
        select count(*) from step_executions s join workflow_runs r using (run_id)
         where r.workflow_name = $1 and s.status = 'COMPLETED' and r.status = 'COMPLETED'
        """;

    public BenchStack Stack => stack;

    public FigureBook Book => book;

    /// <summary>Measures runs of a definition, and checks afterwards that every step of theirs was recorded.</summary>
    /// <param name="work">Returns once all have ended.</param>
    /// <exception cref="InvalidOperationException">Steps are missing, or too many.</exception>
    public async Task RunsAsync(
        string workload, Definition definition, int runs,
        Func<Task<IReadOnlyList<(string Name, double Value)>>> work)
    {
        var steps = await StepsAsync(definition);
        var mark = stack.Topics.Mark();
        var values = await CostAsync(stack.Sampler, runs, work);
        var (bytes, messages) = stack.Topics.Since(mark);
        book.Keep(workload, definition.Kind,
        [
            .. values, ("broker bytes per run", (double)bytes / runs), ("messages per run", (double)messages / runs),
        ]);
        var recorded = await StepsAsync(definition) - steps;
        if (recorded != (long)runs * definition.Steps)
        {
            throw new InvalidOperationException(
                $"{workload}: {runs} runs of {definition.Name} recorded {recorded} steps instead of "
                + $"{(long)runs * definition.Steps}.");
        }
    }

    /// <summary>Does work, and tells its own values and what each run has cost.</summary>
    public static async Task<IReadOnlyList<(string Name, double Value)>> CostAsync(
        Sampler sampler, int runs, Func<Task<IReadOnlyList<(string Name, double Value)>>> work)
    {
        var before = await sampler.TakeAsync();
        var values = await work();
        var after = await sampler.TakeAsync();
        return [.. values, .. before.CostUntil(after, runs)];
    }

    private Task<long> StepsAsync(Definition definition) =>
        stack.ScalarAsync<long>(CompletedSteps, definition.Name);
}
