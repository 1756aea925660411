namespace Workflow.UnitTests.Tidy;

/// <summary>The working copy that these tests were built from.</summary>
public static class Repository
{
    private static readonly string[] Skipped = ["bin", "obj", "node_modules", "artifacts", "TestResults", "dist"];
    private static readonly Lazy<IReadOnlyList<RepositoryFile>> Files = new(Read);

    public static string Root { get; } = FindRoot();

    /// <summary>Every C# file that people write.</summary>
    public static IEnumerable<RepositoryFile> Sources => All(".cs");

    public static IEnumerable<RepositoryFile> Projects => All(".csproj");

    /// <summary>README and everything else for people.</summary>
    public static IEnumerable<RepositoryFile> Pages => All(".md");

    /// <summary>The start script and its parts.</summary>
    public static IEnumerable<RepositoryFile> Scripts =>
        All(".sh", ".mjs").Concat(Files.Value.Where(file => file.Path is "dev" or ".ci/run"));

    public static bool Exists(string path) => Path.Exists(Path.Combine(Root, path));

    /// <summary>The console's, without what is written by a program.</summary>
    public static IEnumerable<RepositoryFile> ConsoleSources =>
        All(".ts", ".tsx", ".css").Where(file => !file.Path.EndsWith("/src/api/schema.ts", StringComparison.Ordinal));

    private static IEnumerable<RepositoryFile> All(params string[] endings) =>
        Files.Value.Where(file => endings.Any(ending => file.Path.EndsWith(ending, StringComparison.Ordinal)));

    private static IReadOnlyList<RepositoryFile> Read() =>
        [.. Walk(new DirectoryInfo(Root)).OrderBy(file => file.Path, StringComparer.Ordinal)];

    private static IEnumerable<RepositoryFile> Walk(DirectoryInfo folder)
    {
        string[] wanted = [".cs", ".csproj", ".props", ".md", ".sh", ".mjs", ".ts", ".tsx", ".css"];
        foreach (var file in folder.EnumerateFiles())
        {
            if (wanted.Contains(file.Extension) || file.Name is "dev" or "run")
            {
                var path = Path.GetRelativePath(Root, file.FullName).Replace('\\', '/');
                yield return new RepositoryFile(path, File.ReadAllText(file.FullName).ReplaceLineEndings("\n"));
            }
        }

        var inner = folder.EnumerateDirectories()
            .Where(child => !Skipped.Contains(child.Name) && (child.Name[0] != '.' || child.Name == ".ci"));
        foreach (var file in inner.SelectMany(Walk))
        {
            yield return file;
        }
    }

    private static string FindRoot()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (!File.Exists(Path.Combine(folder.FullName, "Workflow.sln")))
        {
            folder = folder.Parent ?? throw new InvalidOperationException("No Workflow.sln above the tests.");
        }

        return folder.FullName;
    }
}
