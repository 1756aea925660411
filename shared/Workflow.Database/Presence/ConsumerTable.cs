using Npgsql;
using Workflow.Database.Sql;

namespace Workflow.Database.Presence;

/// <summary>Signs of life of the processes that execute work.</summary>
public sealed class ConsumerTable(NpgsqlDataSource dataSource)
{
    private const string Seen = """
        insert into consumers (id, kind, host, pid, shards, active_runs) values ($1, $2, $3, $4, $5, $6)
        on conflict (id) do update
           set seen_at = now(), host = excluded.host, pid = excluded.pid, shards = excluded.shards,
               active_runs = excluded.active_runs,
               started_at = case when consumers.pid = excluded.pid then consumers.started_at else now() end
        """;

    private const string Silent = "delete from consumers where seen_at < now() - interval '1 minute'";

    /// <param name="kind">consumer or bridge.</param>
    public async Task SeenAsync(
        string id, string kind, string host, int pid, int[] shards, int activeRuns, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Seen)
            .Add(id).Add(kind).Add(host).Add(pid).Add(shards).Add(activeRuns);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Removes processes that have been silent for a minute.</summary>
    public async Task RemoveSilentAsync(CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand(Silent);
        await command.ExecuteNonQueryAsync(ct);
    }

    public async Task RemoveAsync(string id, CancellationToken ct)
    {
        await using var command = dataSource.CreateCommand("delete from consumers where id = $1").Add(id);
        await command.ExecuteNonQueryAsync(ct);
    }
}
