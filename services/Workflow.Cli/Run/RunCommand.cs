using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Local;
using Workflow.Cli.Output;

namespace Workflow.Cli.Run;

/// <summary><c>workflow run</c>: starts a run of a file or of a registered workflow, and shows it until it
/// ends.</summary>
internal static class RunCommand
{
    private const string Description =
        "Runs a workflow and shows it. Ends with 0 if it completed, 1 if not, 2 if the definition or input is wrong.";

    public static Command Build()
    {
        var target = new Argument<string>("file|name")
        {
            Description = "A definition, which is registered first; or name or id of a registered workflow.",
        };
        var start = new StartChoice();
        var detach = new Option<bool>("--detach", "-d") { Description = "Start it, tell its id, and end." };
        var watch = new Option<bool>("--watch", "-w") { Description = "Show it until it has ended: the default." };
        var timeout = WatchChoice.Timeout();
        var local = new LocalChoice();
        var command = new ApiCommand("run", Description, async call =>
        {
            if (local.IsChosen(call))
            {
                return await local.RunAsync(call, call.Value(target), start, call.Value(timeout));
            }

            if (call.Value(detach) && call.Value(watch))
            {
                throw new InputException("--detach and --watch are opposites. Give one of them.");
            }

            var body = start.Body(call);
            var (workflow, title) = await SettleAsync(call, call.Value(target));
            var started = await call.PostAsync(
                $"api/workflows/{Query.Part(workflow)}/execute", body, ("Idempotency-Key", start.Key(call)));
            if (call.Value(detach))
            {
                call.Print.Record(started);
                return ExitCode.Ok;
            }

            return await WatchAsync(call, title, Guid.Parse(started.TextAt("execution_id")!), call.Value(timeout));
        })
        {
            target, detach, watch, timeout,
        };
        start.AddTo(command);
        local.AddTo(command);
        return command;
    }

    private static async Task<(string Id, string Title)> SettleAsync(ApiCall call, string target)
    {
        if (RunTarget.FileOf(target) is not { } file)
        {
            return (target, target);
        }

        var workflow = await call.Api.RegisterAsync(file.FullName, call.Ct);
        return (workflow.Id.ToString(), $"{workflow.Name} {workflow.Version}");
    }

    private static async Task<int> WatchAsync(ApiCall call, string title, Guid run, TimeSpan? timeout)
    {
        if (!call.Print.IsForPeople)
        {
            return await WatchedRun.ShowAsync(call, run, timeout);
        }

        Console.WriteLine($"{title}, run {run}");
        var code = await WatchedRun.ShowAsync(call, run, timeout);
        Console.WriteLine();
        Console.WriteLine($"Run    {new Uri(call.Api.Root, $"api/workflows/executions/{run}")}");
        Console.WriteLine($"Steps  {new Uri(call.Api.Root, $"api/executions/{run}/steps")}");
        return code;
    }
}
