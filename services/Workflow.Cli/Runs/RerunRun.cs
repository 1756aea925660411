using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Run;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs rerun</c>.</summary>
internal static class RerunRun
{
    public static Command Build()
    {
        var id = RunIds.One();
        var from = new Option<string?>("--from")
        {
            Description = "Name or path of a step: what ended before it is taken over.",
            HelpName = "STEP",
        };
        var input = new Option<string?>("--input")
        {
            Description = "Another input: JSON, or @ and a file.",
            HelpName = "JSON|@FILE",
        };
        var latest = new Option<bool>("--latest") { Description = "Take the latest version of the workflow." };
        var reason = ReasonOption.Build();
        var key = StartChoice.KeyOption();
        var watch = WatchChoice.Build();
        return new ApiCommand("rerun", "Runs one that has ended again, from its start or a step.", async call =>
        {
            var body = Inputs.Body(
                ("from_step", call.Value(from)), ("input_data", Inputs.Object("--input", call.Value(input))),
                ("version", call.Value(latest) ? "latest" : null), ("reason", call.Value(reason)));
            var taken = await call.PostAsync(
                $"api/v1/executions/{call.Value(id)}/rerun", body, ("Idempotency-Key", call.Value(key)));
            return await RepeatedRun.TellAsync(call, taken, call.Value(watch));
        })
        {
            id, from, input, latest, reason, key, watch,
        };
    }
}
