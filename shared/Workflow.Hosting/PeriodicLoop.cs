using Microsoft.Extensions.Logging;

namespace Workflow.Hosting;

/// <summary>Does something every so often until it is stopped; failures are counted, logged and waited out.</summary>
/// <param name="bell">Ends a pause early; null when nothing does.</param>
public sealed class PeriodicLoop(
    string name, TimeSpan period, TimeProvider time, ILogger logger, Doorbell? bell = null)
{
    private static readonly TimeSpan LongestPause = TimeSpan.FromSeconds(30);
    private readonly Doorbell _bell = bell ?? new Doorbell();

    public async Task RunAsync(Func<CancellationToken, Task> onceAsync, CancellationToken ct)
    {
        var backoff = new Backoff(period, LongestPause > period ? LongestPause : period);
        var failures = 0;
        while (!ct.IsCancellationRequested)
        {
            var pause = period;
            try
            {
                await onceAsync(ct);
                failures = 0;
                backoff.Reset();
            }
            catch (OperationCanceledException) when (ct.IsCancellationRequested)
            {
                return;
            }
            catch (Exception error)
            {
                pause = backoff.Next();
                logger.LoopFailed(error, name, ++failures, pause.TotalMilliseconds);
            }

            await _bell.WaitAsync(pause, time, ct);
        }
    }
}
