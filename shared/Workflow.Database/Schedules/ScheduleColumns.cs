using Npgsql;
using Workflow.Database.Queries;

namespace Workflow.Database.Schedules;

/// <summary>Schedules as rows.</summary>
internal static class ScheduleColumns
{
    /// <summary>Of <c>schedules c</c>.</summary>
    public const string All = """
        c.id, c.owner_id, c.origin, c.any_owner, c.shard, c.revision, c.created_at, c.updated_at, now(),
        coalesce((select d.namespace || '/' || d.name from workflow_definitions d where d.id = c.workflow_id),
                 (select d.namespace || '/' || d.name from deleted_workflows d where d.id = c.workflow_id)),
        c.name, c.description, c.workflow_id, c.workflow_version, c.specification, c.input_data, c.labels::json,
        c.business_key, c.priority, c.queue_timeout, c.overlap, c.queue_max, c.catch_up, c.runs_max,
        c.next_due_at, c.paused_at, c.pause_note, c.paused_by, c.last_due_at, c.last_fired_at, c.last_run_id,
        c.last_missed_at, c.last_error, c.last_error_at, c.runs_started, c.fires_skipped, c.fires_missed,
        c.fires_failed, c.fires_queued,
        (c.pause_between is not null and not coalesce(c.runs_max <= c.runs_started, false))
            or c.specification -> 'on' is not null, c.due_member
        """;

    public static ScheduleRow Row(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GetString(2), reader.GetBoolean(3), reader.GetInt32(4),
        Settings(reader), reader.TextOrNull(9), Course(reader), reader.GetInt64(5),
        reader.GetFieldValue<DateTimeOffset>(6), reader.GetFieldValue<DateTimeOffset>(7),
        reader.GetFieldValue<DateTimeOffset>(8));

    private static ScheduleSettings Settings(NpgsqlDataReader reader) => new(
        reader.GetString(10), reader.TextOrNull(11), reader.GetGuid(12), reader.TextOrNull(13),
        reader.JsonOrEmpty(14), reader.JsonOrEmpty(15), reader.JsonOrEmpty(16), reader.TextOrNull(17),
        reader.GetInt16(18), reader.NumberOrNull(19), reader.GetString(20), reader.GetInt32(21), reader.GetInt32(22),
        reader.IsDBNull(23) ? null : reader.GetInt64(23), reader.TextOrNull(40));

    private static ScheduleCourse Course(NpgsqlDataReader reader) => new(
        reader.TimeOrNull(24), reader.TimeOrNull(25), reader.TextOrNull(26), reader.TextOrNull(27),
        reader.TimeOrNull(28), reader.TimeOrNull(29), reader.GuidOrNull(30), reader.TimeOrNull(31),
        reader.TextOrNull(32), reader.TimeOrNull(33), reader.GetInt64(34), reader.GetInt64(35), reader.GetInt64(36),
        reader.GetInt64(37), reader.GetInt32(38), reader.GetBoolean(39));
}
