using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Http;
using Workflow.Cli.Output;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs cancel</c>.</summary>
internal static class CancelRuns
{
    public static Command Build()
    {
        var ids = RunIds.Many();
        var reason = ReasonOption.Build();
        return new ApiCommand("cancel", "Cancels pending or running runs at once; that is final.", call =>
            EachRun.DoAsync(call, call.Value(ids), run => call.PostAsync(
                $"api/v1/executions/{run}/cancel", Inputs.Body(("reason", call.Value(reason))))))
        {
            ids, reason,
        };
    }
}
