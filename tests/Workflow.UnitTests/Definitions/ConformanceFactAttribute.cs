using Xunit;

namespace Workflow.UnitTests.Definitions;

/// <summary>A test that reads other people's test files; skipped, saying so, where they are not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class ConformanceFactAttribute : FactAttribute
{
    public const string Variable = "WORKFLOW_CONFORMANCE_DIR";

    public ConformanceFactAttribute()
    {
        if (!Directory.Exists(Features))
        {
            Skip = $"{Features} is not there; set {Variable} to the folder with the conformance kit.";
        }
    }

    public static string Features => Path.Combine(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : BesideTheProject(),
        "serverless-workflow",
        "features");

    private static string BesideTheProject()
    {
        var folder = new DirectoryInfo(AppContext.BaseDirectory);
        while (folder is not null && !File.Exists(Path.Combine(folder.FullName, "Workflow.sln")))
        {
            folder = folder.Parent;
        }

        return Path.Combine(folder?.Parent?.FullName ?? "", "shared", "conformance");
    }
}
