namespace Workflow.Bench.Sockets;

/// <summary>One measurement of sockets.</summary>
internal static class SocketsRun
{
    private const int OpenedAtOnce = 50;
    private static readonly TimeSpan WarmUp = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan Rest = TimeSpan.FromSeconds(2);

    public static async Task<int> RunAsync(SocketsPlan plan, CancellationToken ct)
    {
        var cpu = new ProcessCpu(plan.Pid);
        await using var maker = new ChangeMaker(plan, "local");
        await maker.BeginAsync();
        var before = cpu.ResidentMebibytes;
        var watchers = await OpenAsync(plan, maker.Runs, ct);
        var open = cpu.ResidentMebibytes;
        Say($"{plan.Sockets} sockets on {plan.Runs} runs, {before:F0} MiB before, {open:F0} MiB with them open");

        using var watching = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var receiving = watchers.Select(watcher => watcher.RunAsync(watching.Token)).ToList();
        Say($"idle: {await CostAsync(cpu, TimeSpan.FromSeconds(10), ct):F3} CPU seconds per second");

        using var changing = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var making = maker.RunAsync(plan.ChangesPerSecond, changing.Token);
        await Task.Delay(WarmUp, ct);
        var (made, began) = (maker.Made, TimeProvider.System.GetTimestamp());
        var cost = await CostAsync(cpu, plan.Duration, ct);
        var rate = (maker.Made - made) / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
        await changing.CancelAsync();
        await making;
        await Task.Delay(Rest, ct);
        await watching.CancelAsync();
        await Task.WhenAll(receiving);
        return Report(plan, maker, watchers, cost, rate, cpu.ResidentMebibytes);
    }

    private static async Task<List<Watcher>> OpenAsync(SocketsPlan plan, Guid[] runs, CancellationToken ct)
    {
        var query = plan.Token is null ? "" : $"?access_token={plan.Token}";
        var watchers = Enumerable.Range(0, plan.Sockets)
            .Select(index => new Watcher(new Uri(
                $"ws://{plan.Api.Authority}/api/v1/executions/{runs[index % runs.Length]}/progress/ws{query}")))
            .ToList();
        foreach (var some in watchers.Chunk(OpenedAtOnce))
        {
            await Task.WhenAll(some.Select(watcher => watcher.OpenAsync(ct)));
        }

        return watchers;
    }

    /// <summary>Processor seconds per second, over so long a time.</summary>
    private static async Task<double> CostAsync(ProcessCpu cpu, TimeSpan time, CancellationToken ct)
    {
        var (before, began) = (cpu.Seconds, TimeProvider.System.GetTimestamp());
        await Task.Delay(time, ct);
        return (cpu.Seconds - before) / TimeProvider.System.GetElapsedTime(began).TotalSeconds;
    }

    private static int Report(
        SocketsPlan plan, ChangeMaker maker, List<Watcher> watchers, double cost, double rate, double mebibytes)
    {
        var latencies = watchers.SelectMany(watcher => watcher.Latencies).Order().ToList();
        var expected = Enumerable.Range(0, plan.Sockets).Sum(socket => ChangesOf(socket % plan.Runs));
        var outOfOrder = watchers.Sum(watcher => watcher.OutOfOrder);
        Say($"busy: {cost:F3} CPU seconds per second at {rate:F1} changes/s, {mebibytes:F0} MiB");
        Say($"messages: {latencies.Count} of {expected}, {outOfOrder} out of order");
        if (latencies.Count > 0)
        {
            Say($"from change to client, ms: p50 {At(0.5):F1}, p95 {At(0.95):F1}, p99 {At(0.99):F1}, max {At(1):F1}");
        }

        return latencies.Count == expected && outOfOrder == 0 ? 0 : 1;

        double At(double share) => latencies[(int)((latencies.Count - 1) * share)];
        int ChangesOf(int run) => maker.Made / plan.Runs + (run < maker.Made % plan.Runs ? 1 : 0);
    }

    private static void Say(FormattableString text) => Console.WriteLine(FormattableString.Invariant(text));
}
