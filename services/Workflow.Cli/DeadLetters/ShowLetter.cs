using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Runs;

namespace Workflow.Cli.DeadLetters;

/// <summary><c>workflow dead-letters show</c>.</summary>
internal static class ShowLetter
{
    public static Command Build()
    {
        var id = RunIds.One("dead letter");
        return new ApiCommand("show", "Shows a dead letter with its message.", async call =>
            call.Print.Record(await call.GetAsync($"api/v1/dead-letters/{call.Value(id)}")))
        {
            id,
        };
    }
}
