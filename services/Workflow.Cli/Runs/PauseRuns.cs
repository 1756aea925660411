using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs pause</c> and <c>workflow runs resume</c>.</summary>
internal static class PauseRuns
{
    public static Command Pause() => Build("pause", "Lets nothing new of runs begin until they are resumed.");

    public static Command Resume() => Build("resume", "Lets paused runs go on.");

    private static Command Build(string verb, string description)
    {
        var ids = RunIds.Many();
        var reason = ReasonOption.Build();
        return new ApiCommand(verb, description, call =>
            EachRun.DoAsync(call, call.Value(ids), run => call.PostAsync(
                $"api/v1/executions/{run}/{verb}", Inputs.Body(("reason", call.Value(reason))))))
        {
            ids, reason,
        };
    }
}
