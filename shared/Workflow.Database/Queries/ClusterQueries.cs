using Microsoft.EntityFrameworkCore;
using Npgsql;
using Workflow.Database.Schema;

namespace Workflow.Database.Queries;

/// <summary>Who is alive to execute work.</summary>
/// <param name="Partitions">Shards of the cluster.</param>
/// <param name="OrphanedShards">Shards without an owner that was seen lately.</param>
/// <param name="Bridges">Bridges seen lately.</param>
public sealed record ClusterView(int Partitions, IReadOnlyList<int> OrphanedShards, int Bridges);

/// <summary>Reads what the processes of the cluster say about themselves.</summary>
public sealed class ClusterQueries(NpgsqlDataSource dataSource)
{
    private const string Look = """
        select c.partitions,
               array(select n from generate_series(0, c.partitions - 1) as n
                      where not exists (select from shards s join consumers o on o.id = s.owner
                                         where s.shard = n and o.kind = 'consumer' and o.seen_at > now() - $1)
                      order by n),
               (select count(*) from consumers where kind = 'bridge' and seen_at > now() - $1)::integer
          from cluster c
        """;

    /// <param name="silence">How long a process may be silent and still count as alive.</param>
    /// <returns>Null when no process has set the cluster up.</returns>
    public async Task<ClusterView?> LookAsync(TimeSpan silence, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Look);
        command.Parameters.AddWithValue(silence);
        await using var reader = await command.ExecuteReaderAsync(ct);
        return await reader.ReadAsync(ct)
            ? new ClusterView(reader.GetInt32(0), reader.GetFieldValue<int[]>(1), reader.GetInt32(2))
            : null;
    }

    /// <summary>The cluster's shard count; null when no process has set it up.</summary>
    public async Task<int?> PartitionsAsync(CancellationToken ct)
    {
        try
        {
            await using var command = dataSource.CreateCommand("select partitions from cluster");
            return (int?)await command.ExecuteScalarAsync(ct);
        }
        catch (PostgresException error) when (error.SqlState == PostgresErrorCodes.UndefinedTable)
        {
            return null;
        }
    }

    /// <inheritdoc cref="DatabaseSetup.ApplyAsync"/>
    public Task<int> SetUpAsync(int partitions, CancellationToken ct) =>
        DatabaseSetup.ApplyAsync(dataSource, partitions, ct);

    /// <summary>Every process that has left a sign of life, consumers first, at most
    /// <paramref name="limit"/>.</summary>
    public async Task<List<ConsumerRow>> ConsumersAsync(int limit, CancellationToken ct)
    {
        await using var context = WorkflowContext.Over(dataSource);
        return await context.Consumers.AsNoTracking()
            .OrderByDescending(row => row.Kind).ThenBy(row => row.Id).Take(limit).ToListAsync(ct);
    }
}
