using System.Diagnostics;
using Npgsql;

namespace Workflow.IntegrationTests.Fixtures;

/// <summary>A PostgreSQL server of the test run's own: in a temporary folder, on a unix socket, without
/// fsync.</summary>
/// <remarks>
/// A shell owns the server and waits for its standard input to close, so the server ends and its folder goes with the
/// test process, however that ends.
/// </remarks>
internal sealed class LocalPostgres : IAsyncDisposable
{
    private const string Script = """
        set -eu
        bin=$1
        cd /
        dir=$(mktemp -d "${TMPDIR:-/tmp}/workflow-postgres-XXXXXX")
        trap 'rm -rf "$dir"' EXIT
        "$bin/initdb" -D "$dir/data" -U workflow --auth=trust --no-sync -E UTF8 --locale=C >"$dir/initdb.log" 2>&1 ||
            { cat "$dir/initdb.log" >&2; exit 1; }
        options="-c listen_addresses='' -c unix_socket_directories='$dir' -c fsync=off"
        options="$options -c full_page_writes=off -c max_connections=300 -c timezone=UTC"
        options="$options -c synchronous_commit=$2"
        "$bin/pg_ctl" start -w -D "$dir/data" -l "$dir/log" -o "$options" >"$dir/pg_ctl.log" 2>&1 ||
            { cat "$dir/pg_ctl.log" "$dir/log" >&2; exit 1; }
        trap : INT TERM HUP
        echo "$dir"
        while read -r mode; do
            "$bin/pg_ctl" restart -w -m "$mode" -D "$dir/data" -l "$dir/log" >"$dir/pg_ctl.log" 2>&1 ||
                { cat "$dir/pg_ctl.log" "$dir/log" >&2; exit 1; }
            echo restarted
        done
        "$bin/pg_ctl" stop -w -m immediate -D "$dir/data" >/dev/null 2>&1 || true
        """;

    private readonly Process _shell;
    private readonly Task<string> _errors;

    private LocalPostgres(Process shell, Task<string> errors, string connectionString)
    {
        (_shell, _errors) = (shell, errors);
        ConnectionString = connectionString;
    }

    /// <summary>Connects to the maintenance database as superuser.</summary>
    public string ConnectionString { get; }

    /// <param name="isRestarted">Whether what was committed has to survive <see cref="RestartAsync"/>.</param>
    /// <exception cref="InvalidOperationException">The server did not start; the message holds what it
    /// said.</exception>
    public static async Task<LocalPostgres> StartAsync(bool isRestarted = false)
    {
        var start = new ProcessStartInfo
        {
            RedirectStandardInput = true,
            RedirectStandardOutput = true,
            RedirectStandardError = true,
        };
        string[] shell =
        [
            "sh", "-c", Script, "postgres", PostgresPrograms.Find(), isRestarted ? "on" : "off",
        ];
        string[] unprivileged = ["setpriv", "--reuid=postgres", "--regid=postgres", "--init-groups", "--"];
        string[] words = Environment.IsPrivilegedProcess ? [.. unprivileged, .. shell] : shell;
        start.FileName = words[0];
        foreach (var word in words[1..])
        {
            start.ArgumentList.Add(word);
        }

        var process = Process.Start(start)!;
        var errors = process.StandardError.ReadToEndAsync();
        if (await process.StandardOutput.ReadLineAsync() is not { } folder)
        {
            throw new InvalidOperationException($"PostgreSQL did not start: {await errors}");
        }

        var builder = new NpgsqlConnectionStringBuilder { Host = folder, Username = "workflow", Database = "postgres" };
        return new LocalPostgres(process, errors, builder.ConnectionString);
    }

    /// <summary>Stops the server, as if it had crashed, and starts it again. Returns when it answers.</summary>
    public async Task RestartAsync()
    {
        await _shell.StandardInput.WriteLineAsync("immediate");
        await _shell.StandardInput.FlushAsync();
        if (await _shell.StandardOutput.ReadLineAsync() is null)
        {
            throw new InvalidOperationException($"PostgreSQL did not start again: {await _errors}");
        }
    }

    public async ValueTask DisposeAsync()
    {
        _shell.StandardInput.Close();
        await _shell.WaitForExitAsync();
        _shell.Dispose();
    }
}
