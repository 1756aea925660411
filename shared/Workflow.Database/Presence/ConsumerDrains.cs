using System.Text.Json;
using System.Text.Json.Serialization;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using Workflow.Database.Audit;
using Workflow.Database.Schema;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Presence;

/// <summary>Asks consumers to hand their shards over, and to take some again. They learn of it with their next sign of
/// life.</summary>
public sealed class ConsumerDrains(NpgsqlDataSource dataSource)
{
    // Two who drain the last two at the same moment: the second one sees what the first has done.
    private const string Lock = """
        select id from consumers where kind = 'consumer' and seen_at > now() - $1 order by id for no key update
        """;

    private const string Ask = """
        update consumers as c
           set drain_asked_at = coalesce(drain_asked_at, now()), drain_asked_by = coalesce(drain_asked_by, $2)
         where id = $1 and kind = 'consumer'
           and ($4 or drain_asked_at is not null
                or exists (select from consumers o
                            where o.kind = 'consumer' and o.id <> c.id and o.drain_asked_at is null
                              and o.seen_at > now() - $3))
        """;

    private const string End = """
        update consumers set drain_asked_at = null, drain_asked_by = null, drained_at = null
         where id = $1 and kind = 'consumer'
        """;

    /// <param name="force">Whether to do so although nobody else would take its shards.</param>
    /// <param name="silence">How long a process may be silent and still count as alive.</param>
    /// <param name="reason">For the audit log.</param>
    public Task<DrainOutcome> AskAsync(
        string id, bool force, TimeSpan silence, Actor by, string? reason, CancellationToken ct) => ChangeAsync(
        id, silence, new NpgsqlBatchCommand(Ask).Add(id).Add(by.Who).Add(silence).Add(force),
        AuditOf(by, AuditVerb.DrainConsumer, id, reason), ct);

    /// <inheritdoc cref="AskAsync"/>
    public Task<DrainOutcome> EndAsync(string id, TimeSpan silence, Actor by, string? reason, CancellationToken ct) =>
        ChangeAsync(
            id, silence, new NpgsqlBatchCommand(End).Add(id), AuditOf(by, AuditVerb.ResumeConsumer, id, reason), ct);

    private async Task<DrainOutcome> ChangeAsync(
        string id, TimeSpan silence, NpgsqlBatchCommand change, NpgsqlBatchCommand audit, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        await using (var batch = new NpgsqlBatch(connection, transaction))
        {
            batch.BatchCommands.Add(new NpgsqlBatchCommand(Lock).Add(silence));
            await batch.ExecuteNonQueryAsync(ct);
        }

        await using (var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { change } })
        {
            if (await batch.ExecuteNonQueryAsync(ct) == 0)
            {
                await transaction.RollbackAsync(ct);
                return await WhyNotAsync(id, ct);
            }
        }

        await using (var batch = new NpgsqlBatch(connection, transaction) { BatchCommands = { audit } })
        {
            await batch.ExecuteNonQueryAsync(ct);
        }

        await transaction.CommitAsync(ct);
        return await FindAsync(id, ct) is { } row ? new DrainOutcome.Noted(row) : new DrainOutcome.Unknown();
    }

    private async Task<DrainOutcome> WhyNotAsync(string id, CancellationToken ct) => await FindAsync(id, ct) switch
    {
        null => new DrainOutcome.Unknown(),
        { Kind: not "consumer" } row => new DrainOutcome.OtherKind(row.Kind),
        _ => new DrainOutcome.LastOne(),
    };

    private async Task<ConsumerRow?> FindAsync(string id, CancellationToken ct)
    {
        await using var context = WorkflowContext.Over(dataSource);
        return await context.Consumers.AsNoTracking().SingleOrDefaultAsync(row => row.Id == id, ct);
    }

    private static NpgsqlBatchCommand AuditOf(Actor by, string verb, string id, string? reason) => AuditLog.CommandOf(
        by, verb, null, null,
        new RawJson(JsonSerializer.SerializeToUtf8Bytes(new DrainAudit(id, reason), DrainJson.Default.DrainAudit)));
}

/// <summary>What the audit log keeps of it.</summary>
internal sealed record DrainAudit(string Consumer, string? Reason);

[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(DrainAudit))]
internal sealed partial class DrainJson : JsonSerializerContext;
