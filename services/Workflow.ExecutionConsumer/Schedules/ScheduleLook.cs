using System.Text.Json;
using Workflow.Database.Audit;
using Workflow.Database.Schedules;
using Workflow.Database.Transitions;
using Workflow.Definitions.Scheduling;
using Workflow.ExecutionConsumer.Lanes;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.ExecutionConsumer.Runs;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Schedules;

/// <summary>Fires the schedules of owned shards: each due time once, by a fenced transaction of its own.</summary>
internal sealed partial class ScheduleLook(
    DueSchedules schedules, FireSchedule fire, HoldTable holds, StartSignals starts, Cancellations cancellations,
    ClusterShape cluster, ScheduleFiringOptions options, TimeProvider clock, ILogger<ScheduleLook> logger)
{
    /// <summary>Beyond it the missed due times of one outage are no longer counted.</summary>
    private const int MissedCountMax = 100_000;

    /// <summary>Schedules that are fired at the same time: each takes a connection.</summary>
    private const int AtOnceMax = 4;

    /// <summary>One look at the owned shards: what has waited goes before what is due now.</summary>
    public async Task LookOnceAsync(CancellationToken ct)
    {
        var shards = holds.Shards;
        var (isDue, isQueued, isRepeated) = await schedules.LookAsync(shards, ct);
        if (isRepeated)
        {
            await schedules.RepeatAsync([.. holds.All.Select(hold => hold.Claim)], options.FiresMax, ct);
        }

        foreach (var queued in isQueued ? await schedules.QueuedAsync(shards, options.FiresMax, ct) : [])
        {
            if (holds.Of(queued.Row.Shard) is { } hold)
            {
                await ReleaseAsync(queued, hold.Claim, ct);
            }
        }

        var left = options.FiresMax;
        List<ScheduleRow> due = isDue ? await schedules.DueAsync(shards, left, ct) : [];
        var atOnce = new ParallelOptions { MaxDegreeOfParallelism = AtOnceMax, CancellationToken = ct };
        await Parallel.ForEachAsync(due, atOnce, async (row, stop) =>
        {
            if (Volatile.Read(ref left) is > 0 and var max && holds.Of(row.Shard) is { } hold)
            {
                Interlocked.Add(ref left, -await FireAsync(row, hold.Claim, max, stop));
            }
        });
    }

    /// <summary>Decides about what is due by the database's clock, in order.</summary>
    /// <returns>About how many due times.</returns>
    private async Task<int> FireAsync(ScheduleRow row, ShardClaim claim, int max, CancellationToken ct)
    {
        var due = row.Course.NextDueAt!.Value;
        if (Read(row.Settings, out var fault) is not { } table)
        {
            LogHalted(logger, row.Id, fault);
            await fire.HaltAsync(row, claim, due, $"It cannot be computed when it is due: {fault}", ct);
            return 1;
        }

        var horizon = row.Now - TimeSpan.FromSeconds(row.Settings.CatchUpSeconds);
        if (due < horizon && table.PauseBetween is null)
        {
            var (count, last, next) = table.PassOver(due, horizon, MissedCountMax);
            LogMissed(logger, row.Id, count, due, last);
            if (!await fire.MissAsync(row, claim, due, count, last, next, ct) || next is null)
            {
                return 1;
            }

            due = next.Value;
        }

        var fired = 0;
        for (DateTimeOffset? next; due <= row.Now && fired < max; due = next.Value)
        {
            fired++;
            next = table.After(due);
            var result = await fire.FireAsync(
                row, claim, FiringOf(row, due, FireKind.Due, table, next), options.OpenRunsMax, options.KeepDays, ct);
            Follow(row, due, result);
            if (!result.IsOurs || next is null)
            {
                break;
            }
        }

        return fired;
    }

    private async Task ReleaseAsync(QueuedSchedule queued, ShardClaim claim, CancellationToken ct)
    {
        var table = Read(queued.Row.Settings, out _);
        var firing = FiringOf(queued.Row, queued.DueAt, queued.Kind, table, null);
        Follow(queued.Row, queued.DueAt, await fire.ReleaseAsync(
            queued.Row, claim, firing, options.OpenRunsMax, options.KeepDays, ct));
    }

    private Firing FiringOf(
        ScheduleRow row, DateTimeOffset due, string kind, Timetable? table, DateTimeOffset? next)
    {
        var runId = Guid.CreateVersion7(clock.GetUtcNow());
        return new Firing(
            due, kind, runId, Sharding.ShardOf(runId, cluster.Partitions),
            DueText.Fill(row.Settings.BusinessKey, due, table?.Zone),
            row.Settings.DueMember is { } member ? DueText.Into(row.Settings.Input, member, due) : default, next);
    }

    private void Follow(ScheduleRow row, DateTimeOffset due, FireResult result)
    {
        cancellations.Tell(result.Cancelled);
        foreach (var run in result.Cancelled)
        {
            cancellations.Announce(run.RunId, run.Shard, Actor.Platform, null);
        }

        if (result.Decision is { Outcome: FireOutcome.Started, Run: var (runId, shard) })
        {
            starts.Send(runId, shard);
        }
        else if (result.Decision.Outcome == FireOutcome.Failed)
        {
            LogFailed(logger, row.Id, due, result.Decision.Detail);
        }
    }

    private static Timetable? Read(ScheduleSettings settings, out string? fault)
    {
        try
        {
            var table = Timetable.Read(
                ScheduleSpec.OfJson(settings.Specification), TimeSpan.FromMilliseconds(1), out var wrong);
            fault = wrong?.Message;
            return table;
        }
        catch (JsonException error)
        {
            fault = error.Message;
            return null;
        }
    }
}
