using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Run;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs retry</c>.</summary>
internal static class RetryRun
{
    public static Command Build()
    {
        var id = RunIds.One();
        var reason = ReasonOption.Build();
        var key = StartChoice.KeyOption();
        var watch = WatchChoice.Build();
        return new ApiCommand(
            "retry", "Carries on in a new run where a failed or cancelled one stopped.", async call =>
            {
                var taken = await call.PostAsync(
                    $"api/v1/executions/{call.Value(id)}/retry", Inputs.Body(("reason", call.Value(reason))),
                    ("Idempotency-Key", call.Value(key)));
                return await RepeatedRun.TellAsync(call, taken, call.Value(watch));
            })
        {
            id, reason, key, watch,
        };
    }
}
