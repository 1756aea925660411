using Npgsql;
using Workflow.Database.Sql;

namespace Workflow.Database.Definitions;

/// <summary>A workflow that was found by its name.</summary>
public sealed record NamedWorkflow(Guid Id, string Namespace, string Name);

/// <summary>Finds workflows by name.</summary>
public sealed class WorkflowNames(NpgsqlDataSource dataSource)
{
    private const string Find = """
        select id, namespace, name from workflow_definitions
         where owner_id = coalesce($1, owner_id) and name = $2 and namespace = coalesce($3, namespace)
         order by namespace, id limit $4
        """;

    private const string NameOf = """
        select name from workflow_definitions where id = $1
        union all
        select name from deleted_workflows where id = $1
        limit 1
        """;

    /// <summary>More of the same name than this are not told apart.</summary>
    private const int FoundMax = 10;

    /// <param name="ownerId">Null for anybody's.</param>
    /// <param name="space">Namespace it must be in; null for any.</param>
    /// <returns>Up to 10, by namespace.</returns>
    public async Task<List<NamedWorkflow>> FindAsync(string? ownerId, string? space, string name, CancellationToken ct)
    {
        await using var connection = await dataSource.OpenConnectionAsync(ct);
        await using var command = new NpgsqlCommand(Find, connection).Add(ownerId).Add(name).Add(space).Add(FoundMax);
        await command.PrepareAsync(ct);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<NamedWorkflow>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(new NamedWorkflow(reader.GetGuid(0), reader.GetString(1), reader.GetString(2)));
        }

        return found;
    }

    /// <summary>The workflow's name, whoever owns it and also when it was deleted; null when there never was
    /// one.</summary>
    public async Task<string?> NameOfAsync(Guid id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(NameOf).Add(id);
        return (string?)await command.ExecuteScalarAsync(ct);
    }
}
