using Npgsql;
using NpgsqlTypes;
using Workflow.Database.Queries;
using Workflow.Database.Schema;
using Workflow.Database.Sql;

namespace Workflow.Database.Definitions;

/// <summary>A version in a list, without its document.</summary>
public sealed record VersionEntry(string Version, int TaskCount, DateTimeOffset CreatedAt);

/// <summary>A version of a workflow that was deleted.</summary>
public sealed record DeletedVersion(DefinitionVersion Found, DateTimeOffset DeletedAt);

/// <summary>The versions of a workflow, and what stays when it is deleted.</summary>
public sealed class DefinitionHistory(NpgsqlDataSource dataSource)
{
    private const string Delete = """
        with gone as (
            delete from workflow_definitions
             where id = $1 and owner_id = coalesce($2, owner_id) and updated_at = coalesce($3, updated_at)
            returning id, owner_id, namespace, name, latest_version, created_at, updated_at
        ), unscheduled as (
            delete from schedules c using gone where c.workflow_id = gone.id and c.origin = 'definition'
        )
        insert into deleted_workflows (id, owner_id, namespace, name, latest_version, created_at, updated_at)
        select * from gone
        """;

    private const string Page = """
        select v.version, v.task_count, v.created_at
          from workflow_definitions d join workflow_versions v on v.workflow_id = d.id
         where d.id = $1 and d.owner_id = coalesce($2, d.owner_id)
           and ($3::timestamptz is null or (v.created_at, v.version) < ($3, $4))
         order by v.created_at desc, v.version desc limit $5
        """;

    private const string FindDeleted = """
        select d.id, d.owner_id, d.namespace, d.name, d.latest_version, d.created_at, d.updated_at, d.deleted_at,
               v.version, v.document::text, v.task_count, v.created_at
          from deleted_workflows d join workflow_versions v on v.workflow_id = d.id
         where d.id = $1 and d.owner_id = coalesce($2, d.owner_id) and v.version = $3
        """;

    /// <summary>Takes the workflow off the registry; its runs go on, and no further one can be started.</summary>
    /// <param name="sees">Owner whose workflows may be touched; null for everybody's.</param>
    /// <param name="updatedAt">Only while it was last changed then; null for whenever.</param>
    /// <returns>False when there is no such workflow (any more).</returns>
    public async Task<bool> DeleteAsync(string? sees, Guid id, DateTimeOffset? updatedAt, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Delete).Add(id).Add(sees).AddTime(updatedAt);
        return await command.ExecuteNonQueryAsync(ct) > 0;
    }

    /// <summary>Versions, the newest registration first, after the given one; none when the owner has no such
    /// workflow.</summary>
    public async Task<List<VersionEntry>> VersionsAsync(
        string? sees, Guid id, (DateTimeOffset CreatedAt, string Version)? after, int limit, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Page)
            .Add(id).Add(sees).AddTime(after?.CreatedAt).Add(after?.Version).Add(limit);
        var versions = new List<VersionEntry>();
        await using var reader = await command.ExecuteReaderAsync(ct);
        while (await reader.ReadAsync(ct))
        {
            versions.Add(new VersionEntry(
                reader.GetString(0), reader.GetInt32(1), reader.GetFieldValue<DateTimeOffset>(2)));
        }

        return versions;
    }

    /// <summary>A version of a deleted workflow: what an old run executed.</summary>
    public async Task<DeletedVersion?> FindDeletedAsync(string? sees, Guid id, string version, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(FindDeleted).Add(id).Add(sees).Add(version);
        await using var reader = await command.ExecuteReaderAsync(ct);
        if (!await reader.ReadAsync(ct))
        {
            return null;
        }

        var row = new DefinitionRow
        {
            Id = reader.GetGuid(0),
            OwnerId = reader.GetString(1),
            Namespace = reader.GetString(2),
            Name = reader.GetString(3),
            LatestVersion = reader.GetString(4),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(5),
            UpdatedAt = reader.GetFieldValue<DateTimeOffset>(6),
        };
        var kept = new VersionRow
        {
            WorkflowId = row.Id,
            Version = reader.GetString(8),
            Document = reader.GetString(9),
            TaskCount = reader.GetInt32(10),
            CreatedAt = reader.GetFieldValue<DateTimeOffset>(11),
        };
        return new DeletedVersion(new DefinitionVersion(row, kept), reader.GetFieldValue<DateTimeOffset>(7));
    }
}
