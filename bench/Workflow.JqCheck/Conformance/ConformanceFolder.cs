namespace Workflow.JqCheck.Conformance;

/// <summary>Where the jq project's own test files lie.</summary>
internal static class ConformanceFolder
{
    /// <summary>Names the folder that holds the folder jq of test files.</summary>
    public const string Variable = "WORKFLOW_CONFORMANCE_DIR";

    /// <summary>The folder of the test files, or null.</summary>
    public static string? Find()
    {
        if (Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } named)
        {
            return Existing(Path.Combine(named, "jq"));
        }

        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        for (; folder is not null; folder = folder.Parent)
        {
            var found = Existing(Path.Combine(folder.FullName, "conformance", "jq"))
                ?? Existing(Path.Combine(folder.FullName, "shared", "conformance", "jq"));
            if (found is not null)
            {
                return found;
            }
        }

        return null;
    }

    private static string? Existing(string path) => Directory.Exists(path) ? path : null;
}
