using ModelContextProtocol;
using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary>Looks at a run until it has ended or the time is over.</summary>
internal sealed class RunWatch(ApiClient api, TimeProvider time)
{
    private static readonly TimeSpan LookEvery = TimeSpan.FromMilliseconds(500);
    private static readonly TimeSpan ReportEvery = TimeSpan.FromSeconds(5);

    public static bool HasEnded(string status) => status is "completed" or "failed" or "cancelled";

    /// <summary>An API that is away for a while (killed, restarted) is waited for.</summary>
    /// <param name="progress">Told of every change, and now and then without one: the seconds waited, of how many, and
    /// where the run is. Clients take it as a sign of life.</param>
    /// <exception cref="ApiException">The API refuses to tell, or cannot be reached when the time is over.</exception>
    public async Task<WatchResult> UntilEndedAsync(
        Guid run, TimeSpan patience, IProgress<ProgressNotificationValue> progress, CancellationToken ct)
    {
        var began = time.GetTimestamp();
        var (told, toldAt) = (default(ProgressAnswer), TimeSpan.Zero);
        while (true)
        {
            try
            {
                var now = await api.GetAsync($"api/executions/{run}/progress", AnswerJson.Default.ProgressAnswer, ct);
                var waited = time.GetElapsedTime(began);
                if (now != told || waited - toldAt >= ReportEvery)
                {
                    Report(progress, now, waited, patience);
                    (told, toldAt) = (now, waited);
                }

                if (HasEnded(now.Status))
                {
                    return await EndAsync(run, ct);
                }

                if (waited >= patience)
                {
                    return new WatchResult(run, now.Status, false, now.Progress, now.CurrentStep);
                }
            }
            catch (UnreachableException) when (time.GetElapsedTime(began) < patience)
            {
                // It may come back in time.
            }

            var rest = patience - time.GetElapsedTime(began);
            await Task.Delay(rest < TimeSpan.Zero ? TimeSpan.Zero : rest < LookEvery ? rest : LookEvery, time, ct);
        }
    }

    private static void Report(
        IProgress<ProgressNotificationValue> progress, ProgressAnswer now, TimeSpan waited, TimeSpan patience) =>
        progress.Report(new ProgressNotificationValue
        {
            Progress = (float)Math.Round(waited.TotalSeconds, 3),
            Total = (float)patience.TotalSeconds,
            Message = $"{now.Status}, {Math.Floor(now.Progress * 100)}%: {now.CurrentStep}",
        });

    private async Task<WatchResult> EndAsync(Guid run, CancellationToken ct)
    {
        var end = await api.GetAsync($"api/v1/executions/{run}", AnswerJson.Default.RunAnswer, ct);
        var payload = new Payload(Payload.Usual);
        var output = payload.Kept("output", end.Outputs);
        return new WatchResult(
            run, end.Status, true, Output: output, ErrorMessage: end.Error?.Message ?? end.CancelReason,
            LeftOut: payload.LeftOut);
    }
}
