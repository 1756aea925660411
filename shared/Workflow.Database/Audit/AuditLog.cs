using Npgsql;
using Workflow.Database.Queries;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Audit;

/// <summary>One thing that somebody did.</summary>
/// <param name="Detail">What was asked for and what came of it; empty for nothing.</param>
public sealed record AuditEntry(
    long Id, DateTimeOffset At, string Who, string Verb, Guid? RunId, RawJson Detail, string? RequestId);

/// <summary>Which entries are wanted; null does not matter.</summary>
/// <param name="BeforeId">Entries older than this one.</param>
public sealed record AuditFilter(Guid? RunId = null, string? Who = null, string? Verb = null, long? BeforeId = null);

/// <summary>The table <c>audit_log</c>. Every verb writes its entry in its own transaction.</summary>
public sealed class AuditLog(NpgsqlDataSource dataSource)
{
    private const string Page = """
        select id, at, who, verb, run_id, detail, request_id
          from audit_log
         where ($1::uuid is null or run_id = $1) and ($2::text is null or who = $2) and ($3::text is null or verb = $3)
           and id < coalesce($4, 9223372036854775807)
         order by id desc limit $5
        """;

    private const string Insert = """
        insert into audit_log (who, verb, run_id, owner_id, detail, request_id) values ($1, $2, $3, $4, $5::json, $6)
        """;

    /// <summary>The newest first.</summary>
    public async Task<List<AuditEntry>> ReadAsync(AuditFilter filter, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Page)
            .Add(filter.RunId).Add(filter.Who).Add(filter.Verb).Add(filter.BeforeId).Add(limit);
        var entries = new List<AuditEntry>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            entries.Add(new AuditEntry(
                reader.GetInt64(0), reader.GetFieldValue<DateTimeOffset>(1), reader.GetString(2), reader.GetString(3),
                reader.IsDBNull(4) ? null : reader.GetGuid(4), reader.JsonOrEmpty(5), reader.TextOrNull(6)));
        }

        return entries;
    }

    /// <summary>The entry as a command to put into the batch, and so the transaction, of the change that it tells
    /// of.</summary>
    internal static NpgsqlBatchCommand CommandOf(
        Actor by, string verb, Guid? runId, string? ownerId, RawJson detail) =>
        new NpgsqlBatchCommand(Insert)
            .Add(by.Who).Add(verb).Add(runId).Add(ownerId).Add(detail.ToSql()).Add(by.RequestId);
}
