using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Schedules;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>What came of a due time.</summary>
/// <param name="IsOurs">The claim stands, the schedule is as it was read, and it is still due then.</param>
/// <param name="Cancelled">Runs that had to end for it.</param>
public sealed record FireResult(bool IsOurs, FireDecision Decision, IReadOnlyList<CancelledRun> Cancelled)
{
    internal static readonly FireResult Lost = new(false, FireDecision.None, []);
}

/// <summary>Decides about due times of schedules, each once: fenced by the owner of the schedule's shard (R4), and
/// under the lock of the schedule's row.</summary>
public sealed class FireSchedule(NpgsqlDataSource dataSource)
{
    private const int TriesMax = 3;

    // A schedule that somebody else is changing is left to the next look: nothing holds up the owner's look.
    private const string LockDue = """
        select c.id
          from shards h join schedules c on c.shard = h.shard
         where h.shard = $1 and h.epoch = $2 and h.token = $3 and c.id = $4 and c.revision = $5
           and c.paused_at is null and c.next_due_at = $6
           for share of h for no key update of c skip locked
        """;

    private const string LockQueued = """
        select c.id
          from shards h join schedules c on c.shard = h.shard
         where h.shard = $1 and h.epoch = $2 and h.token = $3 and c.id = $4 and c.revision = $5
           and c.paused_at is null and c.fires_queued > 0
           and exists (select from schedule_fires f
                        where f.schedule_id = c.id and f.due_at = $6 and f.outcome = 'queued')
           for share of h for no key update of c skip locked
        """;

    private const string Miss = $"""
        with locked as (
            {LockDue}
        )
        update schedules c
           set next_due_at = $7, fires_missed = c.fires_missed + $8, last_missed_at = $9
          from locked where c.id = locked.id
        """;

    private const string Halt = $"""
        with locked as (
            {LockDue}
        )
        update schedules c
           set next_due_at = null, paused_at = now(), paused_by = '{Actor.Platform}', pause_note = $7, last_error = $7,
               last_error_at = now(), revision = c.revision + 1
          from locked where c.id = locked.id
        """;

    private const string OpenRuns = """
        select run_id from workflow_runs where schedule_id = $1 and status in ('PENDING', 'RUNNING') order by run_id
        """;

    private const string Forget = """
        delete from schedule_fires
         where schedule_id = $1 and due_at < now() - make_interval(days => $2)
           and decided_at < now() - make_interval(days => $2) and outcome <> 'queued'
        """;

    /// <summary>Decides about the time that the schedule is due next, by its overlap policy.</summary>
    /// <param name="openMax">Open runs that it may have under <see cref="Overlap.Allow"/>.</param>
    /// <param name="keepDays">Older outcomes are forgotten.</param>
    public Task<FireResult> FireAsync(
        ScheduleRow row, ShardClaim claim, Firing firing, int openMax, int keepDays, CancellationToken ct) =>
        DecideAsync(LockDue, row, claim, firing, row.Settings.Overlap, openMax, keepDays, ct);

    /// <summary>Decides about a due time that waited for open runs to end.</summary>
    public Task<FireResult> ReleaseAsync(
        ScheduleRow row, ShardClaim claim, Firing firing, int openMax, int keepDays, CancellationToken ct) =>
        DecideAsync(
            LockQueued, row, claim, firing, EnterScheduledRun.Wait,
            row.Settings.Overlap == Overlap.Allow ? openMax : 1, keepDays, ct);

    /// <summary>Passes over due times that were noticed too late.</summary>
    /// <param name="count">How many.</param>
    /// <returns>False when it is no longer ours to say so.</returns>
    public async Task<bool> MissAsync(
        ScheduleRow row, ShardClaim claim, DateTimeOffset dueAt, int count, DateTimeOffset last, DateTimeOffset? next,
        CancellationToken ct)
    {
        await using var command = Guard(dataSource.CreateCommand(Miss), row, claim, dueAt)
            .AddTime(next).Add(count).AddTime(last);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>Pauses a schedule whose specification cannot be used any more.</summary>
    public async Task HaltAsync(
        ScheduleRow row, ShardClaim claim, DateTimeOffset dueAt, string reason, CancellationToken ct)
    {
        await using var command = Guard(dataSource.CreateCommand(Halt), row, claim, dueAt).Add(reason);
        await command.ExecuteNonQueryAsync(ct);
    }

    private async Task<FireResult> DecideAsync(
        string guard, ScheduleRow row, ShardClaim claim, Firing firing, string overlap, int openMax, int keepDays,
        CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await DecideOnceAsync(guard, row, claim, firing, overlap, openMax, keepDays, ct);
            }
            catch (PostgresException error) when (Refusals.IsConflict(error) && tries < TriesMax)
            {
                // Rolled back whole: the same again will do.
            }
            catch (PostgresException error) when (Refusals.IsContent(error) && firing.Fault is null)
            {
                firing = firing with { Fault = Refusals.Describe(error) };
            }
        }
    }

    // Two statements after the lock see what is committed by then, so every run that was entered under it.
    private async Task<FireResult> DecideOnceAsync(
        string guard, ScheduleRow row, ShardClaim claim, Firing firing, string overlap, int openMax, int keepDays,
        CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var wait = Guard(new NpgsqlCommand(guard, connection), row, claim, firing.DueAt))
        {
            if (await wait.ExecuteScalarAsync(ct) is null)
            {
                return FireResult.Lost;
            }
        }

        var cancelled = overlap == Overlap.CancelPrevious && firing.Fault is null
            ? await CancelAsync(connection, row, ct)
            : [];
        var decision = await EnterScheduledRun.RunAsync(connection, row.Id, firing, overlap, openMax, ct);
        await using (var forget = new NpgsqlCommand(Forget, connection).Add(row.Id).Add(keepDays))
        {
            await forget.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return new FireResult(true, decision, cancelled);
    }

    private static async Task<List<CancelledRun>> CancelAsync(
        NpgsqlConnection connection, ScheduleRow row, CancellationToken ct)
    {
        var open = new List<Guid>();
        await using (var command = new NpgsqlCommand(OpenRuns, connection).Add(row.Id))
        {
            await using var reader = await command.ExecuteReaderAsync(ct);
            while (await reader.ReadAsync(ct))
            {
                open.Add(reader.GetGuid(0));
            }
        }

        var cancelled = new List<CancelledRun>();
        foreach (var runId in open)
        {
            cancelled.AddRange(await CancelRun.RunAsync(
                connection, runId, new Actor(Actor.Platform),
                $"The schedule '{row.Settings.Name}' was due again.", ct));
        }

        return cancelled;
    }

    private static NpgsqlCommand Guard(
        NpgsqlCommand command, ScheduleRow row, ShardClaim claim, DateTimeOffset dueAt) => command
        .Add(claim.Shard).Add(claim.Epoch).Add(claim.Token).Add(row.Id).Add(row.Revision).AddTime(dueAt);
}
