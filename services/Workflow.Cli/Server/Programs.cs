namespace Workflow.Cli.Server;

/// <summary>Where the services' programs lie, seen from this one: in a folder beside ours, or where the build puts
/// them.</summary>
internal static class Programs
{
    public static string Own { get; } = Path.Combine(AppContext.BaseDirectory, "workflow.dll");

    /// <exception cref="InputException">It is in neither place.</exception>
    public static string Of(string project)
    {
        var here = new DirectoryInfo(AppContext.BaseDirectory.TrimEnd(Path.DirectorySeparatorChar));
        var beside = Path.Combine(here.Parent?.FullName ?? "", project, $"{project}.dll");
        if (File.Exists(beside))
        {
            return beside;
        }

        // services/Workflow.Cli/bin/CONFIGURATION/FRAMEWORK
        var services = here.Parent?.Parent?.Parent?.Parent?.FullName ?? "";
        var built = Path.Combine(services, project, "bin", here.Parent?.Name ?? "", here.Name, $"{project}.dll");
        return File.Exists(built)
            ? built
            : throw new InputException(
                $"{project}.dll is neither at {beside} nor at {built}. Build the solution, or put the programs "
                + "into folders side by side.");
    }
}
