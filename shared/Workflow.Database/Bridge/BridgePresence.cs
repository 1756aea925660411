using System.Data.Common;
using Npgsql;

namespace Workflow.Database.Bridge;

/// <summary>A bridge's row in <c>consumers</c>: its sign of life.</summary>
public sealed class BridgePresence
{
    private readonly NpgsqlDataSource _dataSource;
    private readonly string _host;
    private readonly int _pid;

    internal BridgePresence(NpgsqlDataSource dataSource, string id, string host, int pid) =>
        (_dataSource, Id, _host, _pid) = (dataSource, id, host, pid);

    /// <summary>Unique per process start.</summary>
    public string Id { get; }

    /// <param name="activeRuns">Runs that have a call here.</param>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task TellAsync(int activeRuns, CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand(
            """
            insert into consumers (id, kind, host, pid, active_runs) values ($1, 'bridge', $2, $3, $4)
            on conflict (id) do update set seen_at = now(), active_runs = excluded.active_runs
            """);
        command.Parameters.AddWithValue(Id);
        command.Parameters.AddWithValue(_host);
        command.Parameters.AddWithValue(_pid);
        command.Parameters.AddWithValue(activeRuns);
        await command.ExecuteNonQueryAsync(ct);
    }

    /// <summary>Takes the row away: the bridge left in good order.</summary>
    /// <exception cref="DbException">The database cannot be reached or refuses.</exception>
    public async Task LeaveAsync(CancellationToken ct)
    {
        await using var command = _dataSource.CreateCommand("delete from consumers where id = $1");
        command.Parameters.AddWithValue(Id);
        await command.ExecuteNonQueryAsync(ct);
    }
}
