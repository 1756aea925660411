using Workflow.Bench.Loads;
using Workflow.Bench.Measures;
using Workflow.Bench.Stack;

namespace Workflow.Bench.Suite;

/// <summary>Measures work on a stack and keeps the figures.</summary>
internal sealed class Measurement(BenchStack stack, Action<string> say)
{
    private const string CompletedSteps = """
        select count(*) from step_executions s join workflow_runs r using (run_id)
         where r.workflow_name = $1 and s.status = 'COMPLETED' and r.status = 'COMPLETED'
        """;

    private readonly List<Figure> _figures = [];

    public BenchStack Stack => stack;

    public IReadOnlyList<Figure> Figures => _figures;

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
        Keep(workload, definition.Kind,
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

    public void Keep(string workload, string kind, IEnumerable<(string Name, double Value)> values)
    {
        var kept = values.Select(value => new Figure(workload, kind, value.Name, value.Value)).ToList();
        _figures.AddRange(kept);
        say($"{workload} {kind}: "
            + string.Join(", ", kept.Take(3).Select(one => FormattableString.Invariant($"{one.Value:G4} {one.Name}"))));
    }

    /// <summary>The figure of that name that was kept last.</summary>
    public double Last(string workload, string kind, string name) => _figures.Last(
        figure => figure.Workload == workload && figure.Kind == kind && figure.Name == name).Value;

    private Task<long> StepsAsync(Definition definition) =>
        stack.ScalarAsync<long>(CompletedSteps, definition.Name);
}
