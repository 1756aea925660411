using System.CommandLine;

namespace Workflow.Cli.Runs;

/// <summary>The option <c>--reason</c>.</summary>
internal static class ReasonOption
{
    public static Option<string?> Build() => new("--reason")
    {
        Description = "Why, for people; the audit log keeps it.",
        HelpName = "TEXT",
    };
}
