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

    /// <summary>More of the same name than this are not told apart.</summary>
    private const int FoundMax = 10;

    /// <param name="ownerId">Null for anybody's.</param>
    /// <param name="space">Namespace it must be in; null for any.</param>
    /// <returns>Up to 10, by namespace.</returns>
    public async Task<List<NamedWorkflow>> FindAsync(string? ownerId, string? space, string name, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Find).Add(ownerId).Add(name).Add(space).Add(FoundMax);
        await using var reader = await command.ExecuteReaderAsync(ct);
        var found = new List<NamedWorkflow>();
        while (await reader.ReadAsync(ct))
        {
            found.Add(new NamedWorkflow(reader.GetGuid(0), reader.GetString(1), reader.GetString(2)));
        }

        return found;
    }
}
