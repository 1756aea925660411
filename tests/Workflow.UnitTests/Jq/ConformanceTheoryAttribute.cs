using Workflow.JqCheck.Conformance;
using Xunit;

namespace Workflow.UnitTests.Jq;

/// <summary>A test over the jq project's own test files; skipped where those are absent.</summary>
[AttributeUsage(AttributeTargets.Method)]
public sealed class ConformanceTheoryAttribute : TheoryAttribute
{
    public ConformanceTheoryAttribute()
    {
        if (Folder is null)
        {
            Skip = "There is no folder conformance/jq beside the repository, and "
                + $"{ConformanceFolder.Variable} does not name one.";
        }
    }

    /// <summary>The folder of the test files, or null.</summary>
    public static string? Folder { get; } = ConformanceFolder.Find();
}
