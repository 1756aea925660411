using Workflow.Database.Recovery;
using Workflow.Execution;
using Workflow.Execution.Agents;
using Workflow.ExecutionConsumer.Intake;
using Workflow.ExecutionConsumer.Lanes;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.ExecutionConsumer.Schedules;
using Workflow.ExecutionConsumer.Telemetry;
using Workflow.Kafka;

namespace Workflow.ExecutionConsumer.Housekeeping;

/// <summary>The owner's look at its shards, once a second: still ours? who has ended? who is due? what arrived? whom
/// did no message reach?</summary>
internal sealed partial class OwnerLook(
    OpenRuns open, RunInbox inbox, InboxDelivery delivery, EndedRuns ended, PauseLook pauses,
    QueueLook queue, ScheduleLook schedules, ShardOwner owner, HoldTable holds, RunTable runs, RunStarter starter,
    Suspects suspects, Backlog backlog, AgentCalls calls, OwnershipConsumer kafka, ConsumerOptions options,
    ExecutionOptions execution, TimeProvider clock, ILogger<OwnerLook> logger) : BackgroundService
{
    /// <summary>What the client knows of its group lags up to a second and a heartbeat behind.</summary>
    private static readonly TimeSpan ConfirmedWithin = TimeSpan.FromSeconds(2);

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var timer = new PeriodicTimer(options.LookInterval, clock);
        while (await timer.WaitForNextTickAsync(stoppingToken))
        {
            try
            {
                await LookOnceAsync(stoppingToken);
            }
            catch (Exception error) when (error is not OperationCanceledException)
            {
                LogLookFailed(logger, error);
            }
        }
    }

    /// <summary>One look. Throws when the database is away; the next look repeats everything.</summary>
    public async Task LookOnceAsync(CancellationToken ct)
    {
        var began = clock.GetTimestamp();
        await owner.CheckHoldsAsync(ct);
        owner.TakeFencedAgain(
            () => kafka.LastPoll is { } poll && clock.GetElapsedTime(poll, began) < ConfirmedWithin);
        calls.ResendSilent();
        var owned = holds.Shards;
        await pauses.LookOnceAsync(owned, ct);
        await ParkAsync();
        if (owned.Length > 0)
        {
            await ended.LookOnceAsync(owned, ct);
            await inbox.DropStaleAsync(owned, ct);
            await WakeAsync(await open.DueAsync(owned, options.PageRows, ct), ct);
            var addressed = await open.WithUnreadInboxAsync(owned, options.PageRows, ct);
            await delivery.DeliverAsync([.. addressed.Select(run => run.RunId)], ct);
            await queue.LookOnceAsync(ct);
            await schedules.LookOnceAsync(ct);
            await SweepAsync(ct);
            await AdoptOrphansAsync(owned, ct);
        }
    }

    private async Task ParkAsync()
    {
        var now = clock.GetUtcNow();
        var waiting = runs.Active.Where(run => run.Executor.IsWaiting);
        await Task.WhenAll(waiting.Select(run => run.Executor.TryParkAsync(now)));
    }

    private Task WakeAsync(List<OpenRun> due, CancellationToken ct) =>
        starter.LoadAsync([.. due.Select(run => run.RunId)], ct);

    /// <summary>RUNNING runs of ours that are in nobody's memory: loading them failed, or they were let go of between
    /// two owners that were both us.</summary>
    private async Task AdoptOrphansAsync(int[] owned, CancellationToken ct)
    {
        var room = Math.Min(options.PageRows, execution.RunsInMemoryMax - runs.Count);
        if (room > 0 && owner.IsSettled)
        {
            await WakeAsync(await open.OrphansAsync(owned, runs.Ids, room, ct), ct);
        }
    }

    /// <summary>PENDING runs that no message announced: it was lost, or the API ended between commit and
    /// sending.</summary>
    private async Task SweepAsync(CancellationToken ct)
    {
        if (backlog.IsOn)
        {
            return;
        }

        var silent = clock.GetUtcNow() - options.SweepAge;
        var before = owner.Partitions
            .SelectMany(partition => partition.Holds.Select(hold => KeyValuePair.Create(
                hold.Claim.Shard, Later(partition.LastMessageAt - options.SweepSlack, silent))))
            .ToList();
        var unseen = (await open.UnseenAsync(before, options.PageRows, ct))
            .Where(run => !runs.Contains(run.RunId) && !suspects.Contains(run.RunId))
            .ToList();
        if (unseen.Count == 0)
        {
            return;
        }

        ConsumerInstruments.Found(unseen.Count);
        LogSwept(logger, unseen.Count);
        if (unseen.Count >= options.PageRows)
        {
            backlog.Begin();
            return;
        }

        await WakeAsync(unseen, ct);
    }

    private static DateTimeOffset Later(DateTimeOffset? left, DateTimeOffset right) =>
        left is { } one && one > right ? one : right;
}
