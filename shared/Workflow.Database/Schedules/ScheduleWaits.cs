using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Signals;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>What a schedule waits for, as a row of <c>schedule_waits</c>.</summary>
/// <param name="Type">Empty for events of any type.</param>
/// <param name="FromSet">What is taken from an event: a JSON array of jq programs.</param>
public sealed record ScheduleWait(string Type, string Key, string FromSet, string Expected);

/// <summary>A schedule that may want an event.</summary>
/// <param name="Place">The event's place in its batch.</param>
public readonly record struct ScheduleHit(Guid ScheduleId, int Place);

/// <summary>A schedule that events start.</summary>
/// <param name="Revision">It changes when the specification does.</param>
public sealed record EventSchedule(Guid Id, long Revision, RawJson Specification);

/// <summary>Finds the schedules that an event may start.</summary>
public sealed class ScheduleWaits(NpgsqlDataSource dataSource)
{
    private static readonly EventLooks Looks = new("schedule_waits");

    // What tells of a workflow's own runs starts none of it: that would never end.
    private const string Hits = """
        select distinct w.schedule_id, s.place
          from unnest($1, $2, $3, $4, $5, $6) as s (place, event_type, from_key, expected, owner_id, about)
          join schedule_waits w on w.event_type = s.event_type and w.from_key = s.from_key
           and w.expected = s.expected and w.owner_id = coalesce(s.owner_id, w.owner_id)
         where not exists (select from workflow_runs r join schedules k on k.workflow_id = r.workflow_id
                            where r.run_id = s.about and k.id = w.schedule_id)
         order by w.schedule_id, s.place
        """;

    private const string Read = """
        select id, revision, specification::text from schedules where id = any($1) and paused_at is null
        """;

    private const string Forget = "delete from schedule_waits where schedule_id = $1";

    private const string Put = """
        insert into schedule_waits (schedule_id, place, owner_id, event_type, from_key, from_set, expected)
        select $1, place, $2, event_type, from_key, from_set::json, expected
          from unnest($3, $4, $5, $6) with ordinality as w (event_type, from_key, from_set, expected, place)
        """;

    /// <summary>The ways in which schedules look at events of these types.</summary>
    public Task<List<EventLook>> LooksAsync(IReadOnlyList<string> types, int max, CancellationToken ct) =>
        Looks.ReadAsync(dataSource, types, max, ct);

    /// <summary>The schedules behind the sights, by their id.</summary>
    public async Task<List<ScheduleHit>> HitsAsync(IReadOnlyList<EventSight> sights, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Hits)
            .AddArray(sights, NpgsqlDbType.Integer, sight => sight.Place)
            .AddArray(sights, NpgsqlDbType.Text, sight => sight.Type)
            .AddArray(sights, NpgsqlDbType.Text, sight => sight.Key)
            .AddArray(sights, NpgsqlDbType.Text, sight => sight.Expected)
            .AddArray(sights, NpgsqlDbType.Text, sight => sight.OwnerId)
            .AddArray(sights, NpgsqlDbType.Uuid, sight => sight.About);
        var hits = new List<ScheduleHit>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            hits.Add(new ScheduleHit(reader.GetGuid(0), reader.GetInt32(1)));
        }

        return hits;
    }

    /// <summary>Those of the schedules that are there and not paused.</summary>
    public async Task<List<EventSchedule>> ReadAsync(IReadOnlyList<Guid> ids, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Read).AddArray(ids, NpgsqlDbType.Uuid, id => id);
        var schedules = new List<EventSchedule>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            schedules.Add(new EventSchedule(
                reader.GetGuid(0), reader.GetInt64(1), RawJson.FromText(reader.GetString(2))));
        }

        return schedules;
    }

    /// <summary>Replaces what a schedule waits for, within a transaction.</summary>
    internal static async Task PutAsync(
        NpgsqlConnection connection, Guid scheduleId, string ownerId, IReadOnlyList<ScheduleWait> waits,
        CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Forget).Add(scheduleId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Put).Add(scheduleId).Add(ownerId)
            .AddArray(waits, NpgsqlDbType.Text, wait => wait.Type)
            .AddArray(waits, NpgsqlDbType.Text, wait => wait.Key)
            .AddArray(waits, NpgsqlDbType.Text, wait => wait.FromSet)
            .AddArray(waits, NpgsqlDbType.Text, wait => wait.Expected));
        await batch.ExecuteNonQueryAsync(ct);
    }
}
