using System.Text.Json;
using System.Text.Json.Nodes;
using Spectre.Console;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Run;

/// <summary>Shows a run until it has ended: live in a terminal, line by line elsewhere, and as one document for
/// programs.</summary>
internal static class WatchedRun
{
    /// <param name="timeout">Null waits without an end.</param>
    /// <returns>0 when it completed, 1 when not, 124 when the time was over first.</returns>
    public static async Task<int> ShowAsync(ApiCall call, Guid run, TimeSpan? timeout)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(call.Ct);
        patience.CancelAfter(timeout ?? Timeout.InfiniteTimeSpan);
        try
        {
            var end = await FollowAsync(call, run, patience.Token);
            if (call.Print.IsForPeople)
            {
                RunEndText.Print(end);
            }
            else
            {
                call.Print.Record(await call.GetAsync($"api/v1/executions/{run}"));
            }

            return end.Status == "completed" ? ExitCode.Ok : ExitCode.Failed;
        }
        catch (OperationCanceledException) when (!call.Ct.IsCancellationRequested)
        {
            await Console.Error.WriteLineAsync(
                $"The run has not ended within {timeout!.Value.TotalSeconds} s. It goes on; "
                + $"`workflow runs watch {run}` shows it again.");
            return ExitCode.Timeout;
        }
    }

    private static async Task<Http.RunSnapshot> FollowAsync(ApiCall call, Guid run, CancellationToken ct)
    {
        var follower = new RunFollower(call.Api, TimeProvider.System);
        if (!call.Print.IsForPeople)
        {
            return await follower.FollowAsync(run, new PlainView(TextWriter.Null), ct);
        }

        return Terminal.IsRich && AnsiConsole.Profile.Capabilities.Interactive
            ? await AnsiConsole.Live(Text.Empty).StartAsync(live => follower.FollowAsync(run, new LiveView(live), ct))
            : await follower.FollowAsync(run, new PlainView(Console.Out), ct);
    }
}
