using System.Text.Json;
using Microsoft.EntityFrameworkCore;
using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Schedules;
using Workflow.Database.Schema;
using Workflow.Database.Sql;
using Workflow.Model;

namespace Workflow.Database.Definitions;

/// <summary>Keeps definitions: a workflow per owner, namespace and name, with immutable versions.</summary>
public sealed class DefinitionStore(NpgsqlDataSource dataSource, TimeProvider time)
{
    private const string Missing = """
        select w.place from unnest($2, $3, $4) with ordinality as w(namespace, name, version, place)
         where not exists (
                select from workflow_definitions d
                  join workflow_versions v on v.workflow_id = d.id
                   and v.version = case when w.version = 'latest' then d.latest_version else w.version end
                 where d.owner_id = $1 and d.namespace = w.namespace and d.name = w.name)
        """;

    /// <summary>Adds a version, and the workflow with its first one. The latest version by precedence is the one that
    /// starts use.</summary>
    /// <param name="expected">The workflow it is to be a version of; null for whichever has the name, or a new
    /// one.</param>
    public async Task<RegisterResult> RegisterAsync(
        string ownerId, NewDefinition definition, ExpectedDefinition? expected, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var transaction = await connection.BeginTransactionAsync(ct);
        var (id, latest, updatedAt) = await LockAsync(connection, ownerId, definition, ct);
        if (expected is not null && (expected.Id != id || (expected.UpdatedAt ?? updatedAt) != updatedAt))
        {
            return new RegisterResult(id, RegisterOutcome.Unexpected);
        }

        if (await ReadDocumentAsync(connection, id, definition.Version, ct) is { } known)
        {
            return new RegisterResult(
                id, IsSame(known, definition.Document) ? RegisterOutcome.Known : RegisterOutcome.Conflict);
        }

        var isLatest = SemanticVersion.Compare(definition.Version, latest) >= 0;
        await AddVersionAsync(connection, id, definition, isLatest, ct);
        var (scheduleId, isKept) = isLatest
            ? await KeptSchedule.KeepAsync(
                connection, ownerId, id, $"{definition.Namespace}/{definition.Name}", definition.Schedule, ct)
            : (null, true);
        if (!isKept)
        {
            return new RegisterResult(id, RegisterOutcome.TooManySchedules);
        }

        await transaction.CommitAsync(ct);
        return new RegisterResult(id, RegisterOutcome.Created, scheduleId);
    }

    /// <summary>A workflow with one of its versions, the latest when none is named; null when there is no such
    /// thing.</summary>
    /// <param name="sees">Owner whose workflows may be read; null for everybody's.</param>
    public async Task<DefinitionVersion?> FindAsync(string? sees, Guid id, string? version, CancellationToken ct)
    {
        await using var context = WorkflowContext.Over(dataSource);
        return await FirstAsync(
            context, context.Definitions.Where(row => row.Id == id && (sees == null || row.OwnerId == sees)), version,
            ct);
    }

    /// <summary>The owner's workflow of that name with its latest version, or null.</summary>
    public async Task<DefinitionVersion?> FindAsync(
        string ownerId, string workflowNamespace, string name, CancellationToken ct)
    {
        await using var context = WorkflowContext.Over(dataSource);
        var named = context.Definitions.Where(
            row => row.OwnerId == ownerId && row.Namespace == workflowNamespace && row.Name == name);
        return await FirstAsync(context, named, null, ct);
    }

    /// <summary>Workflows by namespace, name and id, at most <paramref name="limit"/>, after the given one.</summary>
    /// <param name="sees">Owner whose workflows are listed; null for everybody's.</param>
    public async Task<List<DefinitionRow>> ListAsync(
        string? sees, (string Namespace, string Name, Guid Id)? after, int limit, CancellationToken ct)
    {
        await using var context = WorkflowContext.Over(dataSource);
        var rows = context.Definitions.AsNoTracking();
        rows = sees is null ? rows : rows.Where(row => row.OwnerId == sees);
        if (after is var (lastNamespace, lastName, lastId))
        {
            rows = rows.Where(row => EF.Functions.GreaterThan(
                ValueTuple.Create(row.Namespace, row.Name, row.Id),
                ValueTuple.Create(lastNamespace, lastName, lastId)));
        }

        return await rows.OrderBy(row => row.Namespace).ThenBy(row => row.Name).ThenBy(row => row.Id).Take(limit)
            .ToListAsync(ct);
    }

    /// <summary>Those of the references that name nothing the owner has.</summary>
    public async Task<List<WorkflowReference>> MissingAsync(
        string ownerId, IReadOnlyList<WorkflowReference> references, CancellationToken ct)
    {
        var missing = new List<WorkflowReference>();
        if (references.Count == 0)
        {
            return missing;
        }

        await using var command = dataSource.CreateCommand(Missing).Add(ownerId)
            .AddArray(references, NpgsqlDbType.Text, reference => reference.Namespace)
            .AddArray(references, NpgsqlDbType.Text, reference => reference.Name)
            .AddArray(references, NpgsqlDbType.Text, reference => reference.Version);
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            missing.Add(references[(int)reader.GetInt64(0) - 1]);
        }

        return missing;
    }

    /// <summary>The document of a version, whoever owns it; null when there is none.</summary>
    public async Task<RawJson?> ReadDocumentAsync(Guid id, string version, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        return await ReadDocumentAsync(connection, id, version, ct) is { } document ? new RawJson(document) : null;
    }

    private static async Task<DefinitionVersion?> FirstAsync(
        WorkflowContext context, IQueryable<DefinitionRow> rows, string? version, CancellationToken ct)
    {
        var found = await rows.AsNoTracking()
            .Join(
                context.Versions.AsNoTracking(),
                row => row.Id,
                kept => kept.WorkflowId,
                (row, kept) => new { row, kept })
            .FirstOrDefaultAsync(pair => pair.kept.Version == (version ?? pair.row.LatestVersion), ct);
        return found is null ? null : new DefinitionVersion(found.row, found.kept);
    }

    private async Task<(Guid Id, string Latest, DateTimeOffset UpdatedAt)> LockAsync(
        NpgsqlConnection connection, string ownerId, NewDefinition definition, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            insert into workflow_definitions (id, owner_id, namespace, name, latest_version)
            values ($1, $2, $3, $4, $5) on conflict (owner_id, namespace, name) do nothing
            """)
        {
            Parameters =
            {
                new() { Value = Guid.CreateVersion7(time.GetUtcNow()) }, new() { Value = ownerId },
                new() { Value = definition.Namespace }, new() { Value = definition.Name },
                new() { Value = definition.Version },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            select id, latest_version, updated_at from workflow_definitions
             where owner_id = $1 and namespace = $2 and name = $3 for update
            """)
        {
            Parameters =
            {
                new() { Value = ownerId }, new() { Value = definition.Namespace }, new() { Value = definition.Name },
            },
        });
        while (true)
        {
            await using var reader = await batch.ExecuteReaderAsync(ct);
            if (await reader.ReadAsync(ct))
            {
                return (reader.GetGuid(0), reader.GetString(1), reader.GetFieldValue<DateTimeOffset>(2));
            }

            // Somebody has deleted it in between: the next insert makes it.
        }
    }

    private static async Task<byte[]?> ReadDocumentAsync(
        NpgsqlConnection connection, Guid id, string version, CancellationToken ct)
    {
        await using var command = new NpgsqlCommand(
            "select document from workflow_versions where workflow_id = $1 and version = $2", connection)
        {
            Parameters = { new() { Value = id }, new() { Value = version } },
        };
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct) ? reader.GetFieldValue<byte[]>(0) : null;
    }

    private static async Task AddVersionAsync(
        NpgsqlConnection connection, Guid id, NewDefinition definition, bool isLatest, CancellationToken ct)
    {
        await using var batch = new NpgsqlBatch(connection);
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            "insert into workflow_versions (workflow_id, version, document, task_count) values ($1, $2, $3, $4)")
        {
            Parameters =
            {
                new() { Value = id }, new() { Value = definition.Version },
                new() { Value = definition.Document.Utf8, NpgsqlDbType = NpgsqlDbType.Json },
                new() { Value = definition.TaskCount },
            },
        });
        batch.BatchCommands.Add(new NpgsqlBatchCommand(
            """
            update workflow_definitions
               set updated_at = greatest(now(), updated_at + interval '1 microsecond'),
                   latest_version = case when $3 then $2 else latest_version end
             where id = $1
            """)
        {
            Parameters = { new() { Value = id }, new() { Value = definition.Version }, new() { Value = isLatest } },
        });
        await batch.ExecuteNonQueryAsync(ct);
    }

    private static bool IsSame(byte[] known, RawJson document)
    {
        using var left = JsonDocument.Parse(known, Lenient);
        using var right = JsonDocument.Parse(document.Utf8, Lenient);
        return JsonElement.DeepEquals(left.RootElement, right.RootElement);
    }

    // Depth was limited when the document was read.
    private static readonly JsonDocumentOptions Lenient = new() { MaxDepth = 2_000 };
}

/// <summary>A workflow and one of its versions.</summary>
public sealed record DefinitionVersion(DefinitionRow Row, VersionRow Kept);
