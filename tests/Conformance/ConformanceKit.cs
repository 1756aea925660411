using Xunit;

namespace Workflow.Tests.Shared;

/// <summary>Where the conformance kit of the Serverless Workflow DSL lies.</summary>
internal static class ConformanceKit
{
    public const string Variable = "WORKFLOW_CONFORMANCE_DIR";

    /// <summary>The folder of its <c>.feature</c> files, which may not be there.</summary>
    public static string Features => Path.Combine(
        Environment.GetEnvironmentVariable(Variable) is { Length: > 0 } given ? given : BesideTheProject(),
        "serverless-workflow",
        "features");

    /// <summary>Why its tests are skipped; null where it is there.</summary>
    public static string? Absence => Directory.Exists(Features)
        ? null
        : $"{Features} is not there; set {Variable} to the folder with the conformance kit.";

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

/// <summary>A test that reads the kit; skipped, saying so, where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KitFactAttribute : FactAttribute
{
    public KitFactAttribute() => Skip = ConformanceKit.Absence;
}

/// <summary>A test over scenarios of the kit; skipped, saying so, where it is not there.</summary>
[AttributeUsage(AttributeTargets.Method)]
internal sealed class KitTheoryAttribute : TheoryAttribute
{
    public KitTheoryAttribute() => Skip = ConformanceKit.Absence;
}
