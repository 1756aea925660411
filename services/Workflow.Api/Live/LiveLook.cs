using System.Data.Common;
using Workflow.Api.Executions.Waiting;
using Workflow.Api.Live.Connections;
using Workflow.Api.Live.Lists;
using Workflow.Api.Live.Runs;
using Workflow.Database.Feed;

namespace Workflow.Api.Live;

/// <summary>Compares what is told here with the database, all watched runs in one statement, so that a lost event
/// heals; and keeps silent connections open.</summary>
internal sealed class LiveLook(
    RunFeeds feeds, ListFeed list, EndWaits waits, LiveConnections connections, FeedQueries queries,
    LiveOptions options, TimeProvider clock, ILogger<LiveLook> logger) : BackgroundService
{
    private long _failures;

    /// <returns>How many watched runs had changed without being told.</returns>
    public async Task<int> LookOnceAsync(CancellationToken ct)
    {
        var places = feeds.Places;
        places.AddRange(list.Places);
        if (places.Count == 0)
        {
            return 0;
        }

        var changed = await queries.LookAsync(places, ct);
        foreach (var (runId, revision) in changed)
        {
            feeds.Heard(runId, revision);
        }

        await list.CatchUpAsync(changed, ct);
        return changed.Count;
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.LookInterval, clock);
        try
        {
            while (await timer.WaitForNextTickAsync(stoppingToken))
            {
                await TryLookAsync(stoppingToken);
                connections.BeatOnce();
                list.Tidy();
            }
        }
        catch (OperationCanceledException) when (stoppingToken.IsCancellationRequested)
        {
        }
    }

    private async Task TryLookAsync(CancellationToken ct)
    {
        try
        {
            await LookOnceAsync(ct);
            await waits.LookOnceAsync(ct);
            _failures = 0;
        }
        catch (Exception error) when (error is DbException or IOException or TimeoutException)
        {
            if (_failures++ == 0)
            {
                logger.LookFailed(feeds.Count, error.Message);
            }
        }
    }
}
