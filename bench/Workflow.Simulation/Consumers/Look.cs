using System.Text.Json;
using Workflow.Execution.Runs;
using Workflow.ExecutionConsumer;
using Workflow.Model;
using Workflow.Simulation.Store;

namespace Workflow.Simulation.Consumers;

/// <summary>OwnerLook.LookOnceAsync with the looks that ownership needs. Holds, healing, re-sending and parking are the
/// product's; the questions to the database mirror OpenRuns and RunInbox.</summary>
internal sealed class Look(Consumer consumer, Universe world, ConsumerOptions options)
{
    private static readonly TimeSpan ConfirmedWithin = TimeSpan.FromSeconds(2);

    public async Task RunAsync()
    {
        while (true)
        {
            await Task.Delay(options.LookInterval, world.Clock);
            try
            {
                await LookOnceAsync();
            }
            catch (IOException)
            {
                // The next look repeats everything.
            }
        }
    }

    private async Task LookOnceAsync()
    {
        var began = world.Clock.GetTimestamp();
        await consumer.Owner.CheckHoldsAsync(CancellationToken.None);
        if (world.Mutant != Mutant.NoHealing)
        {
            consumer.Owner.TakeFencedAgain(() => consumer.Kafka.LastPoll is { } poll
                && world.Clock.GetElapsedTime(poll, began) < ConfirmedWithin
                && ++world.Ledger.Coverage.Healed > 0);
        }

        consumer.Calls.ResendSilent();
        var owned = consumer.Holds.Shards;
        await ParkAsync();
        if (owned.Length == 0)
        {
            return;
        }

        await EndedAsync();
        await DeliverAsync(owned);
        await SweepAsync();
        await LoadAsync("due", run => owned.Contains(run.Shard) && run.Status == RunStatus.Running
            && run.WakeAt <= world.Clock.GetUtcNow());
        if (consumer.Owner.IsSettled)
        {
            var known = consumer.Runs.Ids;
            await LoadAsync("orphans", run => owned.Contains(run.Shard) && run.Status == RunStatus.Running
                && run.WakeAt is null && !known.Contains(run.RunId));
        }
    }

    private async Task ParkAsync()
    {
        foreach (var run in consumer.Runs.Active.Where(run => run.Executor.IsWaiting).ToList())
        {
            await run.Executor.TryParkAsync(world.Clock.GetUtcNow());
        }
    }

    /// <summary>EndedRuns.LetGoAsync.</summary>
    private async Task EndedAsync()
    {
        var known = consumer.Runs.Ids;
        foreach (var run in await FindAsync("ended", run => known.Contains(run.RunId) && run.Status.IsEnd()))
        {
            consumer.Runs.Find(run)?.Executor.Release(RunExit.Ended);
        }
    }

    /// <summary>RunInbox.DropStale, OpenRuns.WithUnreadInbox and InboxDelivery.DeliverAsync.</summary>
    private async Task DeliverAsync(int[] owned)
    {
        var addressed = await FindAsync("unread inbox", run =>
            owned.Contains(run.Shard) && run.Inbox.Count > 0 && run.Status == RunStatus.Running);
        var inMemory = addressed.Where(consumer.Runs.Contains).ToArray();
        if (inMemory.Length > 0)
        {
            var rows = await world.Network.ReadAsync(consumer, "inbox", database => inMemory
                .SelectMany(id => database.Runs[id].Inbox.Values).ToList());
            rows.ForEach(row => consumer.Calls.TryDeliver(
                JsonSerializer.Deserialize(row.Utf8.Span, MessageJson.Default.AgentResult)!, _ => { }));
        }

        await consumer.Starter.LoadAsync(addressed, CancellationToken.None);
    }

    /// <summary>OwnerLook.SweepAsync: PENDING runs older than the last message of their partition, or than the sweep
    /// age.</summary>
    private async Task SweepAsync()
    {
        var silent = world.Clock.GetUtcNow() - options.SweepAge;
        var before = consumer.Owner.Partitions
            .SelectMany(partition => partition.Holds.Select(hold => (
                hold.Claim.Shard, Before: Later(partition.LastMessageAt - options.SweepSlack, silent))))
            .ToList();
        await LoadAsync("sweep", run => run.Status == RunStatus.Pending
            && before.Exists(one => one.Shard == run.Shard && run.CreatedAt < one.Before));
    }

    private static DateTimeOffset Later(DateTimeOffset? left, DateTimeOffset right) =>
        left is { } one && one > right ? one : right;

    private async Task LoadAsync(string what, Func<RunRow, bool> wanted)
    {
        var found = await FindAsync(what, wanted);
        if (found.Length > 0)
        {
            await consumer.Starter.LoadAsync(found, CancellationToken.None);
        }
    }

    private Task<Guid[]> FindAsync(string what, Func<RunRow, bool> wanted) => world.Network.ReadAsync(
        consumer, what, database => database.Runs.Values.Where(wanted).Select(run => run.RunId).ToArray());
}
