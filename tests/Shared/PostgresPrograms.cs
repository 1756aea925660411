namespace Workflow.Tests.Shared;

/// <summary>Where PostgreSQL's programs lie on this machine.</summary>
internal static class PostgresPrograms
{
    /// <summary>The newest installation's folder of programs; <c>WORKFLOW_POSTGRES_BIN</c> wins where it is
    /// set.</summary>
    /// <exception cref="InvalidOperationException">There is none; the message says how to get one.</exception>
    public static string Find()
    {
        var named = Environment.GetEnvironmentVariable("WORKFLOW_POSTGRES_BIN");
        var candidates = named is { Length: > 0 } ? [named] : Installed().Concat(OnPath());
        return candidates.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException(
                "No PostgreSQL server found. Install the package postgresql, or set WORKFLOW_POSTGRES_BIN to the "
                + "folder that holds initdb, or WORKFLOW_TEST_POSTGRES to the URL of a server for tests.");
    }

    private static IEnumerable<string> Installed()
    {
        const string root = "/usr/lib/postgresql";
        return Directory.Exists(root)
            ? Directory.GetDirectories(root)
                .OrderByDescending(folder => int.TryParse(Path.GetFileName(folder), out var version) ? version : 0)
                .Select(folder => Path.Combine(folder, "bin"))
            : [];
    }

    private static string[] OnPath() =>
        (Environment.GetEnvironmentVariable("PATH") ?? "").Split(
            Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
