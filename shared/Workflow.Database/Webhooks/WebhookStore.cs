using System.Text.Json;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Queries;
using Workflow.Database.Sql;

namespace Workflow.Database.Webhooks;

/// <summary>Keeps the registered webhooks of owners.</summary>
public sealed class WebhookStore(NpgsqlDataSource dataSource)
{
    private const string Columns =
        "id, owner_id, workflow_id, url, host, events, headers::text, secret, description, created_at";

    // Two requests of one owner must not pass the limit together; the insert sees the world after the wait.
    private const string Alone = "select pg_advisory_xact_lock(hashtextextended('webhooks of ' || $1, 0))";

    private const string Insert = """
        insert into webhooks (id, owner_id, workflow_id, url, host, events, headers, secret, description)
        select $1, $2, $3, $4, $5, $6, $7::jsonb, $8, $9
         where (select count(*) from webhooks where owner_id = $2) < $10
        returning created_at
        """;

    private const string Knows =
        "select true from workflow_definitions where id = $1 and owner_id = coalesce($2, owner_id)";

    private const string Remove = """
        with gone as (
            delete from webhooks where id = $1 and owner_id = coalesce($2, owner_id) returning id
        ), given_up as (
            update webhook_deliveries d
               set next_attempt_at = null, failed_at = now(), claimed_by = null, last_error = $3
              from gone where d.webhook_id = gone.id and d.next_attempt_at is not null
        )
        select id from gone
        """;

    /// <summary>Says why deliveries of a webhook that is gone are given up.</summary>
    public const string Deleted = "The webhook was deleted.";

    /// <param name="sees">Owner whose workflows count; null for everybody's.</param>
    public async Task<bool> HasWorkflowAsync(string? sees, Guid workflowId, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Knows).Add(workflowId).Add(sees);
        return await command.ExecuteScalarAsync(ct) is true;
    }

    /// <returns>When it was kept; null when the owner has as many as one may have.</returns>
    public async Task<DateTimeOffset?> AddAsync(WebhookRow row, int perOwnerMax, CancellationToken ct)
    {
        var headers = row.Headers is null
            ? null
            : JsonSerializer.Serialize(row.Headers, WebhookJson.Default.IReadOnlyDictionaryStringString);
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Alone).Add(row.OwnerId));
        batch.BatchCommands.Add(new NpgsqlBatchCommand(Insert)
            .Add(row.Id).Add(row.OwnerId).Add(row.WorkflowId).Add(row.Url).Add(row.Host)
            .AddArray(row.Events, NpgsqlDbType.Text, name => name)
            .Add(headers).Add(row.Secret).Add(row.Description).Add((long)perOwnerMax));
        await using var reader = await batch.ExecuteReaderAsync(ct);
        await reader.NextResultAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetFieldValue<DateTimeOffset>(0) : null;
    }

    /// <param name="sees">Owner whose webhooks may be found; null for everybody's.</param>
    public async Task<WebhookRow?> FindAsync(string? sees, Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(
            $"select {Columns} from webhooks where id = $1 and owner_id = coalesce($2, owner_id)").Add(id).Add(sees);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? Row(reader) : null;
    }

    /// <summary>Webhooks by id, which is by age, at most <paramref name="limit"/>.</summary>
    public async Task<List<WebhookRow>> ListAsync(string? sees, Guid? after, int limit, CancellationToken ct)
    {
        var where = new Conditions();
        where.AddIf(sees, "owner_id = {0}");
        where.AddIf(after, "id > {0}");
        await using var command = where.Command(
            dataSource, $"select {Columns} from webhooks {{where}} order by id limit {limit}");
        await using var reader = await command.ExecuteReaderAsync(ct);
        var rows = new List<WebhookRow>();
        while (await reader.ReadAsync(ct))
        {
            rows.Add(Row(reader));
        }

        return rows;
    }

    /// <summary>Forgets a webhook and gives up what is still to be sent to it.</summary>
    /// <returns>False when there is none.</returns>
    public async Task<bool> DeleteAsync(string? sees, Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Remove).Add(id).Add(sees).Add(Deleted);
        return await command.ExecuteScalarAsync(ct) is not null;
    }

    private static WebhookRow Row(NpgsqlDataReader reader) => new(
        reader.GetGuid(0), reader.GetString(1), reader.GuidOrNull(2), reader.GetString(3), reader.GetString(4),
        reader.GetFieldValue<string[]>(5), Headers(reader.TextOrNull(6)), reader.GetString(7), reader.TextOrNull(8),
        reader.GetFieldValue<DateTimeOffset>(9));

    internal static Dictionary<string, string>? Headers(string? json) =>
        json is null ? null : JsonSerializer.Deserialize(json, WebhookJson.Default.DictionaryStringString);
}
