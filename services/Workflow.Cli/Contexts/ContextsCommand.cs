using System.CommandLine;

namespace Workflow.Cli.Contexts;

/// <summary><c>workflow contexts</c>: platforms that have a name in the configuration file.</summary>
internal static class ContextsCommand
{
    public static Command Build() => new("contexts", "Names platforms in the configuration file, and chooses one.")
    {
        ListContexts.Build(),
        SetContext.Build(),
        UseContext.Build(),
        RemoveContext.Build(),
    };

    public static Argument<string> Name() => new("name") { Description = "Name of the context." };
}
