using System.Collections.Concurrent;
using Workflow.Api.Startup;
using Workflow.Database.Webhooks;
using Workflow.Hosting;
using Workflow.Outgoing;

namespace Workflow.Api.Webhooks;

/// <summary>Tells receivers about runs. Every API process takes part; a delivery is with one of them at a
/// time.</summary>
public sealed class DeliveryService(
    DeliveryQueue queue, DeliverySender sender, DestinationRules rules, ClusterState cluster, WebhookOptions options,
    TimeProvider time, ILogger<DeliveryService> logger) : BackgroundService
{
    private static readonly TimeSpan PurgePause = TimeSpan.FromMinutes(1);
    private const int PurgeRows = 1_000;

    private readonly string _by = $"{Environment.MachineName}:{Environment.ProcessId}:{Guid.NewGuid():N}";
    private readonly ConcurrentDictionary<Guid, (string Host, Task Send)> _sends = new();
    private readonly Doorbell _bell = new();

    /// <summary>Takes what is due and has a place, and begins to send it.</summary>
    /// <returns>How many were taken.</returns>
    public async Task<int> DeliverOnceAsync(CancellationToken ct)
    {
        var places = options.SendsMax - _sends.Count;
        if (!cluster.IsReady || places <= 0)
        {
            return 0;
        }

        var limits = new ClaimLimits(
            _by, places, options.SendsPerHostMax, options.Lease, options.ProgressInterval, options.PayloadBytesMax);
        var busy = _sends.Values.CountBy(send => send.Host).ToList();
        var claimed = await queue.ClaimAsync(limits, busy, ct);
        foreach (var delivery in claimed)
        {
            // Entered before it can end.
            var send = new Task<Task>(() => DeliverAsync(delivery));
            _sends[delivery.Id] = (delivery.Host, send.Unwrap());
            send.Start(TaskScheduler.Default);
        }

        return claimed.Count;
    }

    /// <summary>Something became due.</summary>
    public void LookNow() => _bell.Ring();

    /// <summary>Deletes what is older than the log shall be.</summary>
    public async Task PurgeOnceAsync(CancellationToken ct)
    {
        while (cluster.IsReady && await queue.PurgeAsync(options.KeepDays, PurgeRows, ct) == PurgeRows)
        {
            // A further page waits.
        }
    }

    /// <summary>Takes nothing more; what is being sent is finished.</summary>
    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        if (rules.AllowsLoopback)
        {
            logger.LoopbackAllowed();
        }

        await Task.WhenAll(
            new PeriodicLoop("delivery of webhooks", options.Look, time, logger, _bell)
                .RunAsync(DeliverOnceAsync, stoppingToken),
            new PeriodicLoop("purge of deliveries", PurgePause, time, logger)
                .RunAsync(PurgeOnceAsync, stoppingToken));
        await Task.WhenAll(_sends.Values.Select(send => send.Send));
    }

    private async Task DeliverAsync(ClaimedDelivery delivery)
    {
        try
        {
            var sent = await sender.SendAsync(delivery);
            var pause = DeliveryRetry.After(sent.Outcome, delivery, sent.RetryAfter, options);
            Report(delivery, sent, pause);
            await queue.FinishAsync(delivery.Id, sent.Attempt, pause, CancellationToken.None);
        }
        catch (Exception error)
        {
            logger.NotNoted(delivery.Id, delivery.Attempt, error);
        }
        finally
        {
            _sends.TryRemove(delivery.Id, out _);
            _bell.Ring();
        }
    }

    private void Report(ClaimedDelivery delivery, Sent sent, TimeSpan? pause)
    {
        if (sent.Attempt.Error is { } reason && pause is { } wait)
        {
            logger.TryFailed(delivery.Id, delivery.Host, delivery.Attempt, wait.TotalMilliseconds, reason);
        }
        else if (sent.Attempt.Error is { } last)
        {
            logger.GivenUp(delivery.Id, delivery.Host, delivery.Attempt, last);
        }
    }
}
