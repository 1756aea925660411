using Xunit;

namespace Workflow.UnitTests.Jq;

/// <summary>A test over the jq project's own test files; skipped where those are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceTheoryAttribute : TheoryAttribute
{
    private const string Variable = "WORKFLOW_CONFORMANCE_DIR";

    public ConformanceTheoryAttribute()
    {
        if (Folder is null)
        {
            Skip = $"There is no folder conformance/jq beside the repository, and {Variable} does not name one.";
        }
    }

    /// <summary>The folder of the test files, or null.</summary>
    public static string? Folder { get; } = Find();

    private static string? Find()
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
