using System.Collections.Concurrent;
using Workflow.Api.Startup;
using Workflow.Database.Batches;
using Workflow.Database.Intake;
using Workflow.Hosting;

namespace Workflow.Api.Batches;

/// <summary>Works on batches. Every API process takes part; a batch is with one of them at a time, and goes on with
/// another when that one dies.</summary>
public sealed class BatchService(
    BatchQueue queue, BatchVerbs verbs, ClusterState cluster, BatchOptions options, TimeProvider time,
    ILogger<BatchService> logger) : BackgroundService
{
    private static readonly TimeSpan PurgePause = TimeSpan.FromMinutes(10);
    private const int PurgeBatches = 100;

    private readonly string _by = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<Guid, Task> _working = new();
    private readonly Doorbell _bell = new();

    /// <summary>There may be something to do.</summary>
    public void LookNow() => _bell.Ring();

    /// <summary>Takes a batch that nobody works on, if there is a place, and begins to work on it.</summary>
    /// <returns>Whether one was taken.</returns>
    public async Task<bool> TakeOnceAsync(CancellationToken ct)
    {
        if (!cluster.IsReady || _working.Count >= options.AtOnceMax
            || await queue.ClaimAsync(_by, options.Lease, ct) is not { } batch)
        {
            return false;
        }

        // Entered before it can end.
        var work = new Task<Task>(() => WorkAsync(batch, ct));
        _working[batch.Id] = work.Unwrap();
        work.Start(TaskScheduler.Default);
        return true;
    }

    /// <summary>Deletes batches that ended long ago.</summary>
    public async Task PurgeOnceAsync(CancellationToken ct)
    {
        while (cluster.IsReady && await queue.PurgeAsync(options.KeepDays, PurgeBatches, ct) == PurgeBatches)
        {
            // A further page waits.
        }
    }

    /// <summary>Begins no further item once stopped; those that have begun are finished, and the batches let
    /// go.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        await Task.WhenAll(
            new PeriodicLoop("look for batches", options.Look, time, logger, _bell)
                .RunAsync(TakeAllAsync, stoppingToken),
            new PeriodicLoop("purge of batches", PurgePause, time, logger).RunAsync(PurgeOnceAsync, stoppingToken));
        await Task.WhenAll(_working.Values);
    }

    private async Task TakeAllAsync(CancellationToken ct)
    {
        while (await TakeOnceAsync(ct))
        {
            // There may be another one.
        }
    }

    private async Task WorkAsync(ClaimedBatch batch, CancellationToken stopping)
    {
        try
        {
            while (!stopping.IsCancellationRequested)
            {
                var items = await queue.TakeAsync(batch.Id, _by, options.Lease, batch.Concurrency, stopping);
                if (items.Count == 0)
                {
                    break;
                }

                var waits = await Task.WhenAll(items.Select(item => DoAsync(batch, item)));
                if (waits.FirstOrDefault(wait => wait is not null) is { } reason)
                {
                    await queue.WaitAsync(batch.Id, _by, reason, options.Lease, stopping);
                    await Task.Delay(options.WaitPause, time, stopping);
                }
            }

            await queue.LetGoAsync(batch.Id, _by, CancellationToken.None);
        }
        catch (OperationCanceledException) when (stopping.IsCancellationRequested)
        {
            await queue.LetGoAsync(batch.Id, _by, CancellationToken.None);
        }
        catch (Exception error)
        {
            logger.BatchHeld(batch.Id, options.Lease.TotalMilliseconds, error);
        }
        finally
        {
            _working.TryRemove(batch.Id, out _);
            _bell.Ring();
        }
    }

    /// <returns>Why the item has to wait; null when it is finished.</returns>
    private async Task<string?> DoAsync(ClaimedBatch batch, BegunItem item)
    {
        ItemProgress progress;
        try
        {
            progress = await verbs.DoAsync(batch, item, CancellationToken.None);
        }
        catch (Exception error) when (!IntakeFailure.IsOutage(error))
        {
            logger.ItemFailed(batch.Id, item.Ordinal, error);
            progress = new ItemResult(ItemOutcome.Failed, Detail: "It failed here; the service's log says more.");
        }

        if (progress.Result is { } result)
        {
            await queue.FinishAsync(batch.Id, item.Ordinal, result, CancellationToken.None);
        }

        return progress.WaitFor;
    }
}
