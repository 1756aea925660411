using Npgsql;

namespace Workflow.Bench.Measures;

/// <summary>Reads the counters of a database server and of processes.</summary>
/// <param name="server">The database server's process; it counts with its children.</param>
/// <param name="processes">Name and id of the others that are up now.</param>
internal sealed class Sampler(
    NpgsqlDataSource database, int server, Func<IEnumerable<(string Name, int Pid)>> processes)
{
    // The server's own statistics come up to a second late and would miss a short workload; these two are exact.
    private const string Counters = """
        select (pg_current_wal_insert_lsn() - '0/0')::bigint, pg_snapshot_xmax(pg_current_snapshot())::text::bigint
        """;

    /// <summary>Of processes that have ended.</summary>
    private readonly Dictionary<string, double> _before = [];
    private readonly Dictionary<int, (string Name, double Seconds)> _last = [];

    public async Task<Sample> TakeAsync()
    {
        await using var command = database.CreateCommand(Counters);
        await using var reader = await command.ExecuteReaderAsync();
        await reader.ReadAsync();
        var (wal, commits) = (reader.GetInt64(0), reader.GetInt64(1));
        var cpu = Processes();
        return new Sample(
            TimeProvider.System.GetTimestamp(), cpu, ProcessTree.MachineSeconds(), wal, commits);
    }

    private Dictionary<string, double> Processes()
    {
        var now = processes().ToList();
        foreach (var (pid, (name, seconds)) in _last.Where(known => now.All(one => one.Pid != known.Key)).ToList())
        {
            _before[name] = _before.GetValueOrDefault(name) + seconds;
            _last.Remove(pid);
        }

        foreach (var (name, pid) in now)
        {
            _last[pid] = (name, ProcessTree.Seconds(pid));
        }

        var all = new Dictionary<string, double>(_before);
        foreach (var (name, seconds) in _last.Values)
        {
            all[name] = all.GetValueOrDefault(name) + seconds;
        }

        all.Add("postgres", ProcessTree.SecondsWithChildren(server));
        all.Add("client", Environment.CpuUsage.TotalTime.TotalSeconds);
        return all;
    }
}
