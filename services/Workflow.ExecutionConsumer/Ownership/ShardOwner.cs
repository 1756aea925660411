using System.Collections.Concurrent;
using Workflow.Database.Ownership;
using Workflow.Execution.Ownership;
using Workflow.ExecutionConsumer.Intake;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Ownership;

/// <summary>Turns assigned partitions into owned shards: takes, carries on, lets go. Calls from Kafka's thread never
/// wait for SQL.</summary>
internal sealed partial class ShardOwner(
    IShardTable shards, ITakeover takeover, TakeoverTurns turns, HoldTable held, RunTable runs, RequestIntake intake,
    ConsumerOptions options, ClusterShape cluster, TimeProvider clock, ILogger<ShardOwner> logger) : IPartitionEvents
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(200);

    private readonly ConcurrentDictionary<int, OwnedPartition> _partitions = new();
    private readonly ConcurrentDictionary<Task, bool> _underWay = new();

    /// <summary>Reads the lanes of owned shards; set once before the first assignment.</summary>
    public LaneConsumer? Lanes { get; set; }

    /// <summary>Whether no take-over is under way: what ought to be in memory has had its turn.</summary>
    public bool IsSettled => _partitions.Values.All(owned => owned.IsReady || owned.Holds.Count == 0);

    /// <summary>Whether nothing is being taken or handed over.</summary>
    public bool IsAtRest => _underWay.IsEmpty;

    public IEnumerable<OwnedPartition> Partitions => _partitions.Values;

    public void Assigned(int partition, Assignment assignment)
    {
        var owned = _partitions.AddOrUpdate(
            partition,
            _ => new OwnedPartition(partition, assignment),
            (_, known) =>
            {
                known.Assignment = assignment;
                return known;
            });
        Follow(TakeAsync(owned));
    }

    public Task Revoked(int partition) => _partitions.TryRemove(partition, out var owned)
        ? Follow(RevokeAsync(owned))
        : Task.CompletedTask;

    private async Task RevokeAsync(OwnedPartition owned)
    {
        await Task.Factory.StartNew(
            owned.Revoked.Cancel, CancellationToken.None, TaskCreationOptions.DenyChildAttach, TaskScheduler.Current);
        Lanes?.Disown(owned.Partition);
        await LetGoAsync(owned, release: true);
        LogRevoked(logger, owned.Partition);
    }

    /// <summary>The fence decides: runs go on, and the shards stay ours, unless somebody has taken them.</summary>
    public void Lost(int partition) => LogLost(logger, partition);

    public void Message(Assignment assignment, in ReceivedMessage message)
    {
        if (!_partitions.TryGetValue(message.Partition, out var owned))
        {
            return;
        }

        owned.LastMessageAt = message.SentAt;
        if (!owned.Defer(assignment, message, options.IntakeHighMark, out var dropped))
        {
            intake.Take(owned, assignment, message);
        }
        else if (dropped is { } oldest)
        {
            intake.Overflow(oldest.Assignment, oldest.Message);
        }
    }

    /// <summary>The fence of a hold has failed, or the look at <c>shards</c> shows another owner.</summary>
    public void Fenced(ShardHold hold)
    {
        hold.Lose();
        held.Remove(hold);
        if (!_partitions.TryGetValue(cluster.PartitionOf(hold.Claim.Shard), out var owned)
            || owned.HoldOf(hold.Claim.Shard) != hold)
        {
            return;
        }

        LogFenced(logger, hold.Claim.Shard, hold.Claim.Epoch);
        if (!owned.Assignment.IsCurrent && _partitions.TryRemove(KeyValuePair.Create(owned.Partition, owned)))
        {
            Lanes?.Disown(owned.Partition);
        }

        Follow(LetGoAsync(owned, release: false));
    }

    /// <summary>Asks the database which shards are still ours: those are proven, the others fenced.</summary>
    public async Task CheckHoldsAsync(CancellationToken ct)
    {
        var all = held.All;
        if (all.Count == 0)
        {
            return;
        }

        var began = clock.GetTimestamp();
        var standing = await shards.StandingAsync([.. all.Select(hold => hold.Claim)], ct);
        foreach (var hold in all)
        {
            if (standing.Contains(hold.Claim.Shard))
            {
                hold.Prove(began);
            }
            else
            {
                Fenced(hold);
            }
        }
    }

    /// <summary>Takes again what is still assigned to us but was fenced off, once the broker has confirmed us since: a
    /// late take-over by somebody who is gone again must not leave a shard without an owner.</summary>
    public void TakeFencedAgain(Func<bool> isConfirmed)
    {
        foreach (var owned in _partitions.Values.Where(owned => owned.Assignment.IsCurrent && owned.Holds.Count == 0))
        {
            if (isConfirmed())
            {
                Follow(TakeAsync(owned));
            }
        }
    }

    /// <summary>Lets go of what a lost session has left in our hands, when the process ends, and waits for what was
    /// revoked and Kafka did not wait for.</summary>
    public async Task ReleaseAllAsync()
    {
        foreach (var partition in _partitions.Keys)
        {
            _ = Revoked(partition);
        }

        while (_underWay.Keys.Where(task => !task.IsCompleted).ToList() is { Count: > 0 } open)
        {
            await Task.WhenAll(open).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
        }
    }

    private Task Follow(Task task)
    {
        _underWay.TryAdd(task, true);
        task.ContinueWith(
            ended => _underWay.TryRemove(ended, out _), CancellationToken.None,
            TaskContinuationOptions.ExecuteSynchronously, TaskScheduler.Current);
        return task;
    }

    private async Task TakeAsync(OwnedPartition owned)
    {
        if (!owned.TryBeginTaking())
        {
            return;
        }

        try
        {
            await Task.Yield();
            while (!owned.Revoked.IsCancellationRequested && !await TryTakeAsync(owned))
            {
                await Task.Delay(RetryDelay, clock, owned.Revoked.Token);
            }
        }
        catch (OperationCanceledException)
        {
            await LetGoAsync(owned, release: true);
        }
        finally
        {
            owned.EndTaking();
        }
    }

    /// <summary>All or nothing: what fails half-way is let go of and taken afresh.</summary>
    private async Task<bool> TryTakeAsync(OwnedPartition owned)
    {
        var ct = owned.Revoked.Token;
        try
        {
            if (await StillStandsAsync(owned, ct))
            {
                return true;
            }

            var began = clock.GetTimestamp();
            await TakeShardsAsync(owned, ct);
            ct.ThrowIfCancellationRequested();
            Lanes?.Own(owned.Partition);
            foreach (var hold in owned.Holds)
            {
                await takeover.CarryOnAsync(hold, ct);
            }

            while (owned.NextWaiting() is { } waiting)
            {
                intake.Take(owned, waiting.Assignment, waiting.Message);
            }

            LogTaken(logger, owned.Partition, clock.GetElapsedTime(began).TotalMilliseconds);
            return true;
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogTakeFailed(logger, error, owned.Partition);
            await LetGoAsync(owned, release: false);
            return false;
        }
    }

    private async Task TakeShardsAsync(OwnedPartition owned, CancellationToken ct)
    {
        using var turn = await turns.NextAsync(ct);
        foreach (var shard in await shards.OfPartitionAsync(owned.Partition, cluster.Partitions, ct))
        {
            var taken = await shards.TakeAsync(shard, options.Id, ct);
            var hold = new ShardHold(taken.Claim, clock);
            owned.Add(hold);
            await takeover.PrepareAsync(hold, taken.IsClean, ct);
            ct.ThrowIfCancellationRequested();
            held.Add(hold);
            if (owned.HoldOf(shard) != hold)
            {
                held.Remove(hold);
            }
        }
    }

    /// <summary>After a lost session nobody may have taken over: then the runs simply go on.</summary>
    private async Task<bool> StillStandsAsync(OwnedPartition owned, CancellationToken ct)
    {
        var holds = owned.Holds;
        if (holds.Count == 0 || !owned.IsReady)
        {
            return false;
        }

        var began = clock.GetTimestamp();
        var standing = await shards.StandingAsync([.. holds.Select(hold => hold.Claim)], ct);
        if (holds.All(hold => standing.Contains(hold.Claim.Shard)))
        {
            foreach (var hold in holds)
            {
                hold.Prove(began);
            }

            return true;
        }

        await LetGoAsync(owned, release: false);
        return false;
    }

    private async Task LetGoAsync(OwnedPartition owned, bool release)
    {
        var holds = owned.LetGo();
        if (holds.Count == 0)
        {
            return;
        }

        foreach (var hold in holds)
        {
            held.Remove(hold);
        }

        await Task.WhenAll(
            release ? TellAsync(shards.BeginHandOverAsync, holds, owned) : Task.CompletedTask,
            runs.ReleaseAsync(holds, flush: release));
        foreach (var hold in holds)
        {
            hold.Lose();
        }

        if (release)
        {
            await TellAsync(shards.ReleaseAsync, holds, owned);
        }
    }

    /// <summary>What the database is not told is found out by the next owner.</summary>
    private async Task TellAsync(
        Func<IReadOnlyList<ShardClaim>, CancellationToken, Task> tell, IEnumerable<ShardHold> holds,
        OwnedPartition owned)
    {
        try
        {
            await tell([.. holds.Select(hold => hold.Claim)], CancellationToken.None);
        }
        catch (Exception error) when (error is not OperationCanceledException)
        {
            LogReleaseFailed(logger, error, owned.Partition);
        }
    }
}
