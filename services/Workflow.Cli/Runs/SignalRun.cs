using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs signal</c>.</summary>
internal static class SignalRun
{
    public static Command Build()
    {
        var id = RunIds.One();
        var type = new Argument<string>("type") { Description = "What has happened; the run listens for it." };
        var data = new Option<string?>("--data")
        {
            Description = "What the listening task gets: JSON, or @ and a file.",
            HelpName = "JSON|@FILE",
        };
        var key = new Option<string?>("--id")
        {
            Description = "Makes the same signal, sent again, count once.",
            HelpName = "TEXT",
        };
        return new ApiCommand("signal", "Sends an event to a run.", async call => call.Print.Record(
            await call.PostAsync(
                $"api/v1/executions/{call.Value(id)}/signals",
                Inputs.Body(
                    ("type", call.Value(type)), ("data", Inputs.Json("--data", call.Value(data))),
                    ("id", call.Value(key))))))
        {
            id, type, data, key,
        };
    }
}
