using System.Globalization;

namespace Workflow.ChaosTests.Platform;

/// <summary>Where PostgreSQL's programs lie; <c>WORKFLOW_POSTGRES_BIN</c> wins where it is set.</summary>
internal static class PostgresPrograms
{
    private const string Installed = "/usr/lib/postgresql";

    /// <exception cref="InvalidOperationException">There are none.</exception>
    public static string Find()
    {
        var named = Environment.GetEnvironmentVariable("WORKFLOW_POSTGRES_BIN");
        var folders = named is { Length: > 0 } ? [named] : Newest().Concat(OnPath());
        return folders.FirstOrDefault(folder => File.Exists(Path.Combine(folder, "initdb")))
            ?? throw new InvalidOperationException(
                "No PostgreSQL server found. Install the package postgresql, or set WORKFLOW_POSTGRES_BIN.");
    }

    private static IEnumerable<string> Newest() => !Directory.Exists(Installed)
        ? []
        : Directory.GetDirectories(Installed)
            .OrderByDescending(folder => int.TryParse(
                Path.GetFileName(folder), CultureInfo.InvariantCulture, out var version) ? version : 0)
            .Select(folder => Path.Combine(folder, "bin"));

    private static string[] OnPath() => (Environment.GetEnvironmentVariable("PATH") ?? "")
        .Split(Path.PathSeparator, StringSplitOptions.RemoveEmptyEntries);
}
