using System.Net;

namespace Workflow.Cli.Server;

/// <summary>Starts the processes of a plan, starts those again that die, and ends all of them in order.</summary>
internal sealed class Supervisor(ServerPlan plan, TimeProvider time)
{
    private static readonly TimeSpan StopPatience = TimeSpan.FromSeconds(20);
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(200);
    private static readonly TimeSpan RestartFirst = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan RestartLast = TimeSpan.FromSeconds(30);

    /// <summary>What lives so long has not died of how it was started: its next restart is quick again.</summary>
    private static readonly TimeSpan Settled = TimeSpan.FromMinutes(1);

    /// <returns>0 when it was told to end; 2 when a process refuses its settings.</returns>
    public async Task<int> RunAsync(CancellationToken ct)
    {
        using var stop = CancellationTokenSource.CreateLinkedTokenSource(ct);
        var keepers = plan.Processes.GroupBy(process => process.Stage).OrderBy(stage => stage.Key)
            .Select(stage => (Stop: new CancellationTokenSource(), Processes: stage.ToList())).ToList();
        var kept = keepers.ConvertAll(stage => Task.WhenAll(
            stage.Processes.Select(process => KeepAsync(process, stage.Stop.Token, stop.Cancel))));
        var ready = TellReadyAsync(stop.Token);
        await Task.Delay(Timeout.Infinite, stop.Token).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        Console.WriteLine("Stopping …");
        for (var i = 0; i < keepers.Count; i++)
        {
            await keepers[i].Stop.CancelAsync();
            await kept[i];
            keepers[i].Stop.Dispose();
        }

        await ready;
        return ct.IsCancellationRequested ? ExitCode.Ok : ExitCode.Usage;
    }

    /// <summary>Runs a process again and again until it is told to end.</summary>
    private async Task KeepAsync(PlannedProcess process, CancellationToken ct, Action giveUp)
    {
        var rest = RestartFirst;
        while (!ct.IsCancellationRequested)
        {
            var began = time.GetTimestamp();
            using var child = ChildProcess.Start(process);
            Console.WriteLine($"{process.Name,-11} | started, pid {child.Pid}");
            await child.Ended.WaitAsync(ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (ct.IsCancellationRequested)
            {
                await child.StopAsync(StopPatience);
                return;
            }

            if (child.ExitCode == ExitCode.Usage)
            {
                Console.WriteLine($"{process.Name,-11} | refuses its settings; see above.");
                giveUp();
                return;
            }

            rest = time.GetElapsedTime(began) > Settled ? RestartFirst : rest;
            Console.WriteLine(
                $"{process.Name,-11} | ended with {child.ExitCode}; starting it again in {rest.TotalSeconds} s.");
            await Task.Delay(rest, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            rest = rest * 2 < RestartLast ? rest * 2 : RestartLast;
        }
    }

    private async Task TellReadyAsync(CancellationToken ct)
    {
        using var http = new HttpClient { BaseAddress = plan.Api };
        while (!ct.IsCancellationRequested)
        {
            try
            {
                using var answer = await http.GetAsync("healthz", ct);
                if (answer.StatusCode == HttpStatusCode.OK)
                {
                    Console.WriteLine($"Ready: {plan.Api} (Ctrl-C stops it all)");
                    return;
                }
            }
            catch (Exception e) when (e is HttpRequestException or OperationCanceledException)
            {
                // Not yet.
            }

            await Task.Delay(LookEvery, time, ct).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }
}
