using Workflow.Api.Startup;
using Workflow.Database.Retention;
using Workflow.Hosting;

namespace Workflow.Api.Retention;

/// <summary>Takes ended runs away as the policy says. Every API process looks, one at a time works.</summary>
public sealed class RetentionService(
    EndedRunStore store, RetentionOptions options, ClusterState cluster, TimeProvider time,
    ILogger<RetentionService> logger) : BackgroundService
{
    private readonly RetentionPolicy _policy = options.Policy();

    /// <summary>Takes everything away that is over now.</summary>
    /// <returns>How many runs.</returns>
    public async Task<int> TakeOnceAsync(CancellationToken ct)
    {
        if (!cluster.IsReady)
        {
            return 0;
        }

        var (all, taken) = (0, 0);
        do
        {
            taken = await store.TakeAsync(_policy, options.Rows, ct);
            all += taken;
        }
        while (taken == options.Rows);
        if (all > 0)
        {
            logger.RunsTaken(all, _policy.IsArchived);
        }

        while (_policy.Archive is { } period && await store.ForgetAsync(period, options.Rows, ct) == options.Rows)
        {
            // A further page waits.
        }

        return all;
    }

    protected override Task ExecuteAsync(CancellationToken stoppingToken) => _policy.IsBounded
        ? new PeriodicLoop("retention of runs", options.Look, time, logger).RunAsync(TakeOnceAsync, stoppingToken)
        : Task.CompletedTask;
}
