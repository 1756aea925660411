using System.Text.Json;
using System.Text.Json.Serialization;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Audit;
using Workflow.Database.Sql;
using Workflow.Database.Transitions;
using Workflow.Model;

namespace Workflow.Database.Schedules;

/// <summary>A schedule that somebody asks for.</summary>
/// <param name="NextDueAt">Its first due time; null when there is none.</param>
/// <param name="IsPaused">Whether it waits for being resumed.</param>
public sealed record NewSchedule(
    Guid Id, string OwnerId, bool AnyOwner, int Shard, ScheduleSettings Settings, DateTimeOffset? NextDueAt,
    bool IsPaused);

/// <summary>What became of a request to keep a schedule.</summary>
public enum KeepOutcome
{
    Kept,
    TooMany,
    NameTaken,

    /// <summary>It is not, or no longer, what the caller has seen.</summary>
    Unexpected,

    /// <summary>The database cannot keep its content.</summary>
    Refused,
}

/// <param name="SqlState">Of a refusal.</param>
/// <param name="Reason">Of a refusal.</param>
public readonly record struct KeepResult(KeepOutcome Outcome, string? SqlState = null, string? Reason = null);

/// <summary>Which schedules are wanted; null does not matter.</summary>
/// <param name="After">Those with a larger id, so younger ones.</param>
public sealed record ScheduleFilter(Guid? WorkflowId, ScheduleStatus? Status, bool? HasError, Guid? After);

/// <summary>Keeps schedules.</summary>
public sealed class ScheduleStore(NpgsqlDataSource dataSource)
{
    // Two requests of one owner must not pass the limit together; the insert sees the world after the wait.
    private const string Alone = "select pg_advisory_xact_lock(hashtextextended('schedules of ' || $1, 0))";

    private const string Insert = """
        insert into schedules (id, owner_id, any_owner, shard, next_due_at, paused_at, paused_by, name, description,
                               workflow_id, workflow_version, specification, input_data, labels, business_key,
                               priority, queue_timeout, overlap, queue_max, catch_up, runs_max, due_member)
        select $1, $2, $3, $4, case when not $6 then $5 end, case when $6 then now() end, case when $6 then $2 end,
               $7, $8, $9, $10, $11::json, $12::json, $13::jsonb, $14, $15, $16, $17, $18, $19, $20, $21
         where (select count(*) from schedules where owner_id = $2) < $22
        returning id
        """;

    // A change of its times begins anew; what is queued stays. Any other change keeps the due time, which may have come
    // without having been seen yet.
    private const string Replace = """
        update schedules c
           set name = $4, description = $5, workflow_id = $6, workflow_version = $7, specification = $8::json,
               input_data = $9::json, labels = $10::jsonb, business_key = $11, priority = $12, queue_timeout = $13,
               overlap = $14, queue_max = $15, catch_up = $16, runs_max = $17, due_member = $18,
               next_due_at = case when c.paused_at is null and not coalesce(c.runs_started >= $17, false)
                                  then case when c.specification::jsonb = $8::jsonb
                                            then coalesce(c.next_due_at, $3) else $3 end end,
               revision = c.revision + 1, updated_at = now()
         where c.id = $1 and c.revision = $2 and c.origin = 'user'
        returning c.id
        """;

    private const string Delete = """
        delete from schedules where id = $1 and revision = $2 and origin = 'user' returning id
        """;

    private const string Lives = """
        (c.next_due_at is not null or c.fires_queued > 0
         or (c.pause_between is not null and not coalesce(c.runs_max <= c.runs_started, false))
         or c.specification -> 'on' is not null)
        """;

    /// <summary>Keeps a new schedule.</summary>
    /// <param name="perOwnerMax">Schedules that one owner may have.</param>
    public async Task<KeepResult> CreateAsync(NewSchedule schedule, int perOwnerMax, Actor by, CancellationToken ct)
    {
        var insert = new NpgsqlBatchCommand(Insert)
            .Add(schedule.Id).Add(schedule.OwnerId).Add(schedule.AnyOwner).Add(schedule.Shard);
        insert.Parameters.Add(TimeOf(schedule.NextDueAt));
        insert.Add(schedule.IsPaused);
        AddSettings(insert, schedule.Settings).Add((long)perOwnerMax);
        return await KeepAsync(
            [new NpgsqlBatchCommand(Alone).Add(schedule.OwnerId), insert], KeepOutcome.TooMany,
            AuditOf(by, AuditVerb.CreateSchedule, schedule.OwnerId, schedule.Id, schedule.Settings.Name), ct);
    }

    /// <summary>Replaces what people have said about a schedule, if nobody was faster.</summary>
    /// <param name="nextDueAt">Its first due time from now on.</param>
    public Task<KeepResult> ReplaceAsync(
        ScheduleRow row, ScheduleSettings settings, DateTimeOffset? nextDueAt, Actor by, CancellationToken ct)
    {
        var replace = new NpgsqlBatchCommand(Replace).Add(row.Id).Add(row.Revision);
        replace.Parameters.Add(TimeOf(nextDueAt));
        return KeepAsync(
            [AddSettings(replace, settings)], KeepOutcome.Unexpected,
            AuditOf(by, AuditVerb.ChangeSchedule, row.OwnerId, row.Id, settings.Name), ct);
    }

    /// <summary>Deletes a schedule with what is noted of its due times, if nobody has changed it; its runs go
    /// on.</summary>
    /// <returns>False when somebody was faster.</returns>
    public async Task<bool> DeleteAsync(ScheduleRow row, Actor by, CancellationToken ct)
    {
        var result = await KeepAsync(
            [new NpgsqlBatchCommand(Delete).Add(row.Id).Add(row.Revision)], KeepOutcome.Unexpected,
            AuditOf(by, AuditVerb.DeleteSchedule, row.OwnerId, row.Id, row.Settings.Name), ct);
        return result.Outcome == KeepOutcome.Kept;
    }

    /// <param name="sees">Owner whose schedules may be found; null for everybody's.</param>
    public async Task<ScheduleRow?> FindAsync(string? sees, Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(
            $"select {ScheduleColumns.All} from schedules c where c.id = $1 and c.owner_id = coalesce($2, c.owner_id)")
            .Add(id).Add(sees);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? ScheduleColumns.Row(reader) : null;
    }

    /// <summary>Schedules by id, which is by age, at most <paramref name="limit"/>.</summary>
    public async Task<List<ScheduleRow>> ListAsync(
        string? sees, ScheduleFilter filter, int limit, CancellationToken ct)
    {
        var where = new Conditions();
        where.AddIf(sees, "c.owner_id = {0}");
        where.AddIf(filter.WorkflowId, "c.workflow_id = {0}");
        where.AddIf(filter.After, "c.id > {0}");
        where.AddIf(filter.Status switch
        {
            null => null,
            ScheduleStatus.Paused => "c.paused_at is not null",
            ScheduleStatus.Ended => $"c.paused_at is null and not {Lives}",
            _ => $"c.paused_at is null and {Lives}",
        });
        where.AddIf(filter.HasError is { } has ? $"c.last_error is {(has ? "not " : "")}null" : null);
        await using var command = where.Command(
            dataSource, $"select {ScheduleColumns.All} from schedules c {{where}} order by c.id limit {limit}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<ScheduleRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(ScheduleColumns.Row(reader));
        }

        return rows;
    }

    /// <summary>The last of the commands says by a row whether it was done.</summary>
    private async Task<KeepResult> KeepAsync(
        NpgsqlBatchCommand[] commands, KeepOutcome otherwise, NpgsqlBatchCommand audit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        try
        {
            if (await RunAsync(connection, transaction, commands, ct) is null)
            {
                return new KeepResult(otherwise);
            }
        }
        catch (PostgresException taken) when (taken is
            { SqlState: PostgresErrorCodes.UniqueViolation, ConstraintName: "schedules_name" })
        {
            return new KeepResult(KeepOutcome.NameTaken);
        }
        catch (PostgresException refused) when (Refusals.IsContent(refused))
        {
            return new KeepResult(KeepOutcome.Refused, refused.SqlState, Refusals.Describe(refused));
        }

        await RunAsync(connection, transaction, [audit], ct);
        await transaction.CommitAsync(ct);
        return new KeepResult(KeepOutcome.Kept);
    }

    private static async Task<object?> RunAsync(
        NpgsqlConnection connection, NpgsqlTransaction transaction, NpgsqlBatchCommand[] commands, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection, transaction);
        Array.ForEach(commands, batch.BatchCommands.Add);
        await using var reader = await batch.ExecuteReaderAsync(ct);
        object? last = null;
        do
        {
            last = await reader.ReadAsync(ct) ? reader.GetValue(0) : null;
        }
        while (await reader.NextResultAsync(ct));
        return last;
    }

    private static NpgsqlBatchCommand AddSettings(NpgsqlBatchCommand command, ScheduleSettings settings) => command
        .Add(settings.Name).Add(settings.Description).Add(settings.WorkflowId).Add(settings.Version)
        .Add(settings.Specification.ToSql()).Add(settings.Input.ToSql()).Add(settings.Labels.ToSql() ?? "{}")
        .Add(settings.BusinessKey).Add(settings.Priority).Add(settings.QueueTimeoutSeconds).Add(settings.Overlap)
        .Add(settings.QueueMax).Add(settings.CatchUpSeconds).Add(settings.RunsMax)
        .Add(settings.DueMember);

    private static NpgsqlParameter TimeOf(DateTimeOffset? time) => new()
    {
        Value = (object?)time?.UtcDateTime ?? DBNull.Value,
        NpgsqlDbType = NpgsqlDbType.TimestampTz,
    };

    private static NpgsqlBatchCommand AuditOf(Actor by, string verb, string ownerId, Guid id, string name) =>
        AuditLog.CommandOf(
            by, verb, null, ownerId,
            new RawJson(JsonSerializer.SerializeToUtf8Bytes(
                new ScheduleAudit(id, name, null), ScheduleAuditJson.Default.ScheduleAudit)));
}

/// <summary>What the audit log keeps of a change of a schedule.</summary>
internal sealed record ScheduleAudit(Guid ScheduleId, string? Name, string? Note);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScheduleAudit))]
internal sealed partial class ScheduleAuditJson : JsonSerializerContext;
