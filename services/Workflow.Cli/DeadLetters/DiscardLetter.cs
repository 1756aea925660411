using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Runs;

namespace Workflow.Cli.DeadLetters;

/// <summary><c>workflow dead-letters discard</c>.</summary>
internal static class DiscardLetter
{
    public static Command Build()
    {
        var id = RunIds.One("dead letter");
        var reason = ReasonOption.Build();
        return new ApiCommand("discard", "Gives a message up.", async call => call.Print.Record(
            await call.PostAsync(
                $"api/v1/dead-letters/{call.Value(id)}/discard", Inputs.Body(("reason", call.Value(reason))))))
        {
            id, reason,
        };
    }
}
