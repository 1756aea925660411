namespace Workflow.Tests.Shared;

/// <summary>Where the built services lie: in the folder given, else where the build has put them.</summary>
/// <param name="Folder">One folder per project, as <c>./dev</c> copies them; null for the build's own.</param>
internal sealed record Programs(string? Folder)
{
    /// <summary>The repository's folder.</summary>
    public static string Root { get; } =
        new DirectoryInfo(AppContext.BaseDirectory).Parent!.Parent!.Parent!.Parent!.Parent!.FullName;

    public string Api => Assembly("Workflow.Api");

    public string Bridge => Assembly("Workflow.Bridge");

    public string Consumer => Assembly("Workflow.ExecutionConsumer");

    private string Assembly(string project)
    {
        var built = new DirectoryInfo(AppContext.BaseDirectory);
        var folder = Folder is not null
            ? Path.Combine(Folder, project)
            : Path.Combine(Root, "services", project, "bin", built.Parent!.Name, built.Name);
        return Path.Combine(folder, project + ".dll");
    }
}
