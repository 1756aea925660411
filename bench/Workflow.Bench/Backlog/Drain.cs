using Workflow.Bench.Measures;
using Workflow.Bench.Stack;

namespace Workflow.Bench.Backlog;

/// <summary>Lets consumers work off a backlog, and measures the middle of it: neither how they come back nor the last
/// few runs.</summary>
internal static class Drain
{
    private const double From = 0.95;
    private const double To = 0.05;

    /// <summary>Beyond it counting costs something.</summary>
    private const int Many = 50_000;

    private static readonly TimeSpan Look = TimeSpan.FromMilliseconds(50);
    private static readonly TimeSpan LookAtMany = TimeSpan.FromSeconds(1);

    /// <param name="runs">How many wait; none is under way, and every consumer is frozen.</param>
    /// <exception cref="InvalidOperationException">Steps are missing at the end, or too many.</exception>
    public static async Task<IReadOnlyList<(string Name, double Value)>> RunAsync(
        BenchStack stack, int runs, CancellationToken ct)
    {
        var steps = await StepsAsync(stack);
        stack.WakeConsumers();
        var began = TimeProvider.System.GetTimestamp();
        var (from, before) = await UntilAsync(stack, (long)(From * runs), runs, ct);
        var (to, after) = await UntilAsync(stack, (long)(To * runs), runs, ct);
        await UntilAsync(stack, 0, runs, ct);
        var all = TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        var recorded = await StepsAsync(stack) - steps;
        if (recorded != (long)runs * Pending.Definition.Steps)
        {
            throw new InvalidOperationException($"{runs} drained runs recorded {recorded} steps.");
        }

        return
        [
            ("runs/s", (from - to) / before.SecondsUntil(after)), ("s from the consumers' awakening", all),
            .. before.CostUntil(after, (int)Math.Max(1, from - to)),
        ];
    }

    /// <summary>Looks until at most so many are open.</summary>
    private static async Task<(long Open, Sample At)> UntilAsync(
        BenchStack stack, long open, int runs, CancellationToken ct)
    {
        long now;
        while ((now = await Pending.OpenAsync(stack)) > open)
        {
            await Task.Delay(runs > Many ? LookAtMany : Look, ct);
        }

        return (now, await stack.Sampler.TakeAsync());
    }

    private static Task<long> StepsAsync(BenchStack stack) =>
        stack.ScalarAsync<long>("select count(*) from step_executions where status = 'COMPLETED'");
}
