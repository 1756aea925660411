using Npgsql;
using Workflow.Database.Queries;
using Workflow.Database.Sql;

namespace Workflow.Database.Webhooks;

/// <summary>Which deliveries a list shows; null members do not matter.</summary>
/// <param name="Sees">Owner whose deliveries are shown; null for everybody's.</param>
/// <param name="After">Time and id of the last row of the page before.</param>
public sealed record DeliveryFilter(
    string? Sees, Guid? RunId, Guid? WebhookId, DeliveryStatus? Status, (DateTimeOffset CreatedAt, Guid Id)? After);

/// <summary>What became of asking for a delivery again.</summary>
public enum RedeliverOutcome
{
    Queued,

    /// <summary>A process is sending it at this moment.</summary>
    BeingSent,
    NotFound,
}

/// <summary>What was sent to receivers and how it went, for the people whose runs it is about.</summary>
public sealed class DeliveryLog(NpgsqlDataSource dataSource)
{
    private const string Columns = """
        id, webhook_id, run_id, url, event, delivered_at, failed_at, attempts, next_attempt_at, last_error, created_at
        """;

    private const string Tries = """
        select attempt, started_at, duration_ms, status_code, error, answer
          from webhook_attempts where delivery_id = $1 order by attempt
        """;

    private const string Again = """
        with found as (
            select id, claimed_by is not null and next_attempt_at > now() as is_being_sent
              from webhook_deliveries where id = $1 and owner_id = coalesce($2, owner_id)
               for update
        ), queued as (
            update webhook_deliveries d
               set next_attempt_at = now(), delivered_at = null, failed_at = null, claimed_by = null,
                   attempts_before = d.attempts
              from found where d.id = found.id and not found.is_being_sent
            returning d.id
        )
        select found.is_being_sent from found left join queued using (id)
        """;

    /// <summary>Deliveries, the newest first.</summary>
    public async Task<List<DeliveryRow>> ListAsync(DeliveryFilter filter, int limit, CancellationToken ct)
    {
        var where = new Conditions();
        where.AddIf(filter.Sees, "owner_id = {0}");
        where.AddIf(filter.RunId, "run_id = {0}");
        where.AddIf(filter.WebhookId, "webhook_id = {0}");
        if (filter.After is var (createdAt, id))
        {
            where.Add($"(created_at, id) < ({where.Parameter(createdAt)}, {where.Parameter(id)})");
        }

        where.AddIf(filter.Status switch
        {
            DeliveryStatus.Pending => "next_attempt_at is not null",
            DeliveryStatus.Delivered => "delivered_at is not null",
            DeliveryStatus.Failed => "failed_at is not null",
            _ => null,
        });
        await using var command = where.Command(
            dataSource,
            $"select {Columns} from webhook_deliveries {{where}} order by created_at desc, id desc limit {limit}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<DeliveryRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    /// <param name="sees">Owner whose deliveries may be found; null for everybody's.</param>
    public async Task<DeliveryView?> FindAsync(string? sees, Guid id, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            $"select {Columns}, payload from webhook_deliveries where id = $1 and owner_id = coalesce($2, owner_id)")
            .Add(id).Add(sees));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Tries).Add(id));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var (row, payload) = (Row(reader), reader.JsonOrEmpty(11));
        await reader.NextResultAsync(ct);
        var tries = new List<DeliveryAttempt>();
        while (await reader.ReadAsync(ct))
        {
            tries.Add(new DeliveryAttempt(
                reader.GetInt32(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetInt64(2),
                reader.NumberOrNull(3), reader.TextOrNull(4), reader.TextOrNull(5)));
        }

        return new DeliveryView(row, payload, tries);
    }

    /// <summary>Sends a delivery again, whether it was taken, given up or waits for a further try; the tries so far no
    /// longer count.</summary>
    public async Task<RedeliverOutcome> RedeliverAsync(string? sees, Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Again).Add(id).Add(sees);
        return await command.ExecuteScalarAsync(ct) switch
        {
            null => RedeliverOutcome.NotFound,
            true => RedeliverOutcome.BeingSent,
            _ => RedeliverOutcome.Queued,
        };
    }

    private static DeliveryRow Row(NpgsqlDataReader reader)
    {
        var (deliveredAt, failedAt) = (reader.TimeOrNull(5), reader.TimeOrNull(6));
        var status = deliveredAt is not null ? DeliveryStatus.Delivered
            : failedAt is not null ? DeliveryStatus.Failed
            : DeliveryStatus.Pending;
        return new DeliveryRow(
            reader.GetGuid(0), reader.GuidOrNull(1), reader.GetGuid(2), reader.GetString(3), reader.GetString(4),
            status, reader.GetInt32(7), reader.TimeOrNull(8), deliveredAt, failedAt, reader.TextOrNull(9),
            reader.GetFieldValue<DateTimeOffset>(10));
    }
}
