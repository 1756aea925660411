using Npgsql;
using Workflow.Database.Schedules;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Transitions;

/// <summary>An event for a schedule.</summary>
/// <param name="UniqueKey">See <see cref="ArrivedSignal.KeyOfEvent"/>.</param>
/// <param name="Fits">The schedule's filters that it fits; at least one.</param>
public sealed record OfferedEvent(int Place, string UniqueKey, RawJson CloudEvent, IReadOnlyList<EventFit> Fits);

/// <summary>What became of an event that was offered to a schedule.</summary>
public enum OfferFate
{
    /// <summary>A run was started with it.</summary>
    Started,

    /// <summary>It waits for others.</summary>
    Held,

    /// <summary>The schedule has taken it before.</summary>
    Known,

    /// <summary>The schedule has no room for it, and has not taken it.</summary>
    Full,

    /// <summary>No run could be started with it, ever.</summary>
    Failed,
}

/// <param name="Place">The event's.</param>
/// <param name="Run">The run that was started.</param>
/// <param name="Detail">Why there is none.</param>
public sealed record OfferResult(int Place, OfferFate Fate, (Guid Id, int Shard)? Run, string? Detail);

/// <summary>How much a schedule may have.</summary>
/// <param name="OpenRuns">Open runs.</param>
/// <param name="Held">Events that wait for others.</param>
/// <param name="KeepDays">Older outcomes are forgotten.</param>
/// <param name="EventDays">Events that started a run longer ago are forgotten; their messages must not come any
/// more.</param>
public readonly record struct StartLimits(int OpenRuns, int Held, int KeepDays, int EventDays);

/// <summary>Enters the runs that events start, each event once: under the lock of the schedule's row, and with the
/// events noted in the same transaction (R1).</summary>
public sealed class StartByEvents(NpgsqlDataSource dataSource)
{
    private const int TriesMax = 10;

    // One outcome per moment: those of one transaction are a microsecond apart.
    private const string Lock = """
        select greatest(clock_timestamp(),
                        (select max(f.due_at) from schedule_fires f where f.schedule_id = c.id)
                            + interval '1 microsecond')
          from schedules c
         where c.id = $1 and c.revision = $2 and c.paused_at is null
           for no key update
        """;

    private const string Forget = """
        delete from schedule_events where schedule_id = $1 and decided_at < now() - make_interval(days => $2)
        """;

    private const string ForgetFires = """
        delete from schedule_fires where schedule_id = $1 and due_at < now() - make_interval(days => $2)
        """;

    /// <summary>Offers events to a schedule, in their order. May be done again.</summary>
    /// <param name="needed">Events that start a run together.</param>
    /// <param name="newRun">Draws a run's id and shard.</param>
    /// <returns>Null when the schedule is not as it was read, or paused: nothing was done.</returns>
    /// <exception cref="PostgresException">The content of an event is refused; see <see cref="Refusals"/>.</exception>
    public async Task<List<OfferResult>?> OfferAsync(
        EventSchedule schedule, int needed, IReadOnlyList<OfferedEvent> offered, Func<(Guid Id, int Shard)> newRun,
        StartLimits limits, CancellationToken ct)
    {
        for (var tries = 1; ; tries++)
        {
            try
            {
                return await OfferOnceAsync(schedule, needed, offered, newRun, limits, ct);
            }
            catch (PostgresException error) when (Refusals.IsConflict(error) && tries < TriesMax)
            {
                // Rolled back whole: the same again will do.
            }
        }
    }

    private async Task<List<OfferResult>?> OfferOnceAsync(
        EventSchedule schedule, int needed, IReadOnlyList<OfferedEvent> offered, Func<(Guid Id, int Shard)> newRun,
        StartLimits limits, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var wait = new NpgsqlCommand(Lock, connection).Add(schedule.Id).Add(schedule.Revision))
        {
            if (await wait.ExecuteScalarAsync(ct) is not DateTime now)
            {
                return null;
            }

            var taken = await TakenEvents.ReadAsync(connection, schedule.Id, needed, offered, ct);
            var course = new Course(connection, schedule.Id, taken, limits, new DateTimeOffset(now, TimeSpan.Zero));
            var results = new List<OfferResult>();
            foreach (var one in offered)
            {
                results.Add(await course.OfferAsync(one, newRun, ct));
            }

            await using var forget = new NpgsqlBatch(connection, transaction);
            forget.BatchCommands.Add(new NpgsqlBatchCommand(Forget).Add(schedule.Id).Add(limits.EventDays));
            forget.BatchCommands.Add(new NpgsqlBatchCommand(ForgetFires).Add(schedule.Id).Add(limits.KeepDays));
            await forget.ExecuteNonQueryAsync(ct);
            await transaction.CommitAsync(ct);
            return results;
        }
    }

    /// <summary>The course of one transaction.</summary>
    /// <param name="next">Moment of the next outcome.</param>
    private sealed class Course(
        NpgsqlConnection connection, Guid scheduleId, TakenEvents taken, StartLimits limits, DateTimeOffset next)
    {
        public async Task<OfferResult> OfferAsync(
            OfferedEvent offered, Func<(Guid Id, int Shard)> newRun, CancellationToken ct)
        {
            if (taken.Knows(offered.UniqueKey))
            {
                return new OfferResult(offered.Place, OfferFate.Known, null, null);
            }

            var place = taken.Gatherings.Find(offered.Fits, () => newRun().Id);
            if (place.IsComplete)
            {
                return await StartAsync(offered, place, newRun(), ct);
            }

            if (taken.Gatherings.Held >= limits.Held)
            {
                return new OfferResult(
                    offered.Place, OfferFate.Full, null,
                    $"{limits.Held} events wait for others (option EventsHeldMax)");
            }

            await taken.HoldAsync(connection, scheduleId, offered, place, ct);
            return new OfferResult(offered.Place, OfferFate.Held, null, null);
        }

        private async Task<OfferResult> StartAsync(
            OfferedEvent offered, GatheringPlace place, (Guid Id, int Shard) run, CancellationToken ct)
        {
            var input = await taken.InputAsync(connection, offered, place, ct);
            var firing = new Firing(next, FireKind.Event, run.Id, run.Shard, null, input, null);
            var decision = await EnterScheduledRun.RunAsync(
                connection, scheduleId, firing, Overlap.Allow, limits.OpenRuns, ct);
            next = next.AddMicroseconds(1);
            if (decision.Outcome is null)
            {
                throw new InvalidOperationException($"Schedule {scheduleId} has decided about {firing.DueAt} before.");
            }

            if (decision.Outcome == FireOutcome.Skipped)
            {
                return new OfferResult(
                    offered.Place, OfferFate.Full, null, $"{decision.Detail} (option EventRunsMax)");
            }

            await taken.DecideAsync(connection, scheduleId, offered, place, decision.Run?.Id, ct);
            return new OfferResult(
                offered.Place, decision.Run is null ? OfferFate.Failed : OfferFate.Started, decision.Run,
                decision.Detail);
        }
    }
}
