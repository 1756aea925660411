using Npgsql;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>The schedule that a definition asks for.</summary>
/// <param name="Id">Of a new one.</param>
/// <param name="Shard">Of a new one.</param>
/// <param name="PauseBetween">Milliseconds from the end of a run to the next due time; null where the clock
/// decides.</param>
/// <param name="PerOwnerMax">Schedules that one owner may have.</param>
public sealed record DefinitionSchedule(
    Guid Id, int Shard, RawJson Specification, DateTimeOffset? NextDueAt, string Overlap, long? PauseBetween,
    int PerOwnerMax)
{
    /// <summary>What it waits for, where events start its runs.</summary>
    public IReadOnlyList<ScheduleWait> Waits { get; init; } = [];
}

/// <summary>Keeps the schedule of a workflow as its latest definition has it.</summary>
internal static class KeptSchedule
{
    private const string Alone = "select pg_advisory_xact_lock(hashtextextended('schedules of ' || $1, 0))";

    // A version with the same schedule does not disturb it: its due times, its pause and its counts go on. Events may
    // be asked for by numbers that jsonb refuses.
    private const string Keep = """
        insert into schedules as c (id, owner_id, origin, workflow_id, shard, specification, next_due_at, name, overlap,
                                    pause_between)
        select $1, $2, 'definition', $3, $4, $5::json, $6, $7, $8, $9
         where (select count(*) from schedules where owner_id = $2) < $10
               or exists (select from schedules where owner_id = $2 and origin = 'definition' and name = $7)
        on conflict (owner_id, origin, name) do update
           set specification = excluded.specification, overlap = excluded.overlap,
               pause_between = excluded.pause_between, workflow_id = excluded.workflow_id,
               next_due_at = case when c.paused_at is null then excluded.next_due_at end,
               revision = c.revision + 1, updated_at = now()
         where c.workflow_id <> excluded.workflow_id
               or case when coalesce(c.specification -> 'on', excluded.specification -> 'on') is not null
                       then c.specification::text <> excluded.specification::text
                       else c.specification::jsonb - 'anchor' <> excluded.specification::jsonb - 'anchor' end
        """;

    // They fit filters of the definition that was; those that have started a run stay known.
    private const string DropHeld = "delete from schedule_events where schedule_id = $1 and decided_at is null";

    private const string Find = """
        select id from schedules where owner_id = $1 and origin = 'definition' and name = $2 and workflow_id = $3
        """;

    private const string Drop = "delete from schedules where workflow_id = $1 and origin = 'definition'";

    /// <param name="name">namespace/name of the workflow.</param>
    /// <param name="schedule">Null when the definition asks for none.</param>
    /// <returns>The schedule; null when there is none, and false when the owner has too many.</returns>
    public static async Task<(Guid? Id, bool IsKept)> KeepAsync(
        NpgsqlConnection connection, string ownerId, Guid workflowId, string name, DefinitionSchedule? schedule,
        CancellationToken ct)
    {
        if (schedule is null)
        {
            await using var drop = new NpgsqlCommand(Drop, connection).Add(workflowId);
            await drop.ExecuteNonQueryAsync(ct);
            return (null, true);
        }

        await using (var wait = new NpgsqlCommand(Alone, connection).Add(ownerId))
        {
            await wait.ExecuteNonQueryAsync(ct);
        }

        bool isChanged;
        await using (var keep = new NpgsqlCommand(Keep, connection)
            .Add(schedule.Id).Add(ownerId).Add(workflowId).Add(schedule.Shard).Add(schedule.Specification.ToSql())
            .AddTime(schedule.NextDueAt).Add(name).Add(schedule.Overlap).Add(schedule.PauseBetween)
            .Add((long)schedule.PerOwnerMax))
        {
            isChanged = await keep.ExecuteNonQueryAsync(ct) > 0;
        }

        await using var find = new NpgsqlCommand(Find, connection).Add(ownerId).Add(name).Add(workflowId);
        if ((Guid?)await find.ExecuteScalarAsync(ct) is not { } id)
        {
            return (null, false);
        }

        await ScheduleWaits.PutAsync(connection, id, ownerId, schedule.Waits, ct);
        if (isChanged)
        {
            await using var drop = new NpgsqlCommand(DropHeld, connection).Add(id);
            await drop.ExecuteNonQueryAsync(ct);
        }

        return (id, true);
    }
}
