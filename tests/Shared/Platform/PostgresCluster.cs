using System.Diagnostics;
using Npgsql;

namespace Workflow.Tests.Shared;

/// <summary>A PostgreSQL server of the caller's own, with fsync on, that can be stopped and started.</summary>
/// <remarks>A shell owns it and obeys lines; when its input closes, the server ends and its folder goes.</remarks>
internal sealed class PostgresCluster : IAsyncDisposable
{
    private const string Ready = "ok";

    private const string Script = """
        set -u
        bin=$1 port=$2 settings=$3
        cd /
        dir=$(mktemp -d "${4:-${TMPDIR:-/tmp}}/workflow-postgres-XXXXXX")
        trap 'rm -rf "$dir"' EXIT
        "$bin/initdb" -D "$dir/data" -U workflow --auth=trust -E UTF8 --locale=C >"$dir/initdb.log" 2>&1 ||
            { cat "$dir/initdb.log" >&2; exit 1; }
        sockets=$dir
        [ ${#dir} -lt 80 ] || sockets=
        options="-c listen_addresses=127.0.0.1 -c port=$port -c unix_socket_directories='$sockets' -c timezone=UTC"
        options="$options -c max_connections=200 $settings"
        start() {
            for try in 1 2 3 4 5; do
                "$bin/pg_ctl" start -w -s -D "$dir/data" -l "$dir/server.log" -o "$options" >"$dir/ctl.log" 2>&1 &&
                    return
                sleep 0.3
            done
            cat "$dir/ctl.log" "$dir/server.log" >&2
            return 1
        }
        start || exit 1
        trap : INT TERM HUP
        echo "$dir"
        while read -r line; do
            case $line in
                start) start && echo ok || echo failed ;;
                *) "$bin/pg_ctl" stop -w -s -m "$line" -D "$dir/data" >/dev/null 2>&1; echo ok ;;
            esac
        done
        "$bin/pg_ctl" stop -w -m immediate -D "$dir/data" >/dev/null 2>&1 || true
        """;

    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private readonly Process _shell;
    private readonly SemaphoreSlim _one = new(1);
    private readonly int _port;

    private PostgresCluster(Process shell, int port, string folder) =>
        (_shell, _port, Folder) = (shell, port, folder);

    /// <summary>Where data and server log lie until the end.</summary>
    public string Folder { get; }

    /// <param name="settings">More of the server's settings, as <c>name=value</c>.</param>
    /// <param name="parent">Where its folder is made; empty for the usual place of temporary files.</param>
    public static async Task<PostgresCluster> StartAsync(
        int port, IEnumerable<string> settings, string parent = "")
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        var more = string.Join(' ', settings.Select(setting => $"-c {setting}"));
        string[] shell = ["sh", "-c", Script, "postgres", PostgresPrograms.Find(), $"{port}", more, parent];
        string[] unprivileged = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"];
        string[] words = Environment.IsPrivilegedProcess ? [.. unprivileged, .. shell] : shell;
        start.FileName = words[0];
        foreach (var word in words[1..])
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        return await process.StandardOutput.ReadLineAsync().WaitAsync(Patience) is { } folder
            ? new PostgresCluster(process, port, folder)
            : throw new InvalidOperationException($"PostgreSQL did not start: {await errors}");
    }

    /// <summary>Process of the server itself, the parent of all its others.</summary>
    public int Pid => int.Parse(File.ReadLines(Path.Combine(Folder, "data", "postmaster.pid")).First());

    /// <summary>A connection string; the name tells in the evidence who wrote.</summary>
    public string ConnectionOf(string application, string database = "postgres") => new NpgsqlConnectionStringBuilder
    {
        Host = "127.0.0.1",
        Port = _port,
        Username = "workflow",
        Database = database,
        ApplicationName = application,
    }.ConnectionString;

    /// <param name="mode">fast or immediate.</param>
    public Task StopAsync(string mode) => TellAsync(mode);

    public Task StartAgainAsync() => TellAsync("start");

    public async ValueTask DisposeAsync()
    {
        NpgsqlConnection.ClearAllPools();
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
        _one.Dispose();
    }

    private async Task TellAsync(string line)
    {
        await _one.WaitAsync();
        try
        {
            await _shell.StandardInput.WriteLineAsync(line);
            if (await _shell.StandardOutput.ReadLineAsync().WaitAsync(Patience) != Ready)
            {
                throw new InvalidOperationException($"PostgreSQL did not obey '{line}'.");
            }
        }
        finally
        {
            _one.Release();
        }
    }
}
