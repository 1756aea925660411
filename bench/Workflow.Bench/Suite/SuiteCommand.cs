using System.CommandLine;
using Workflow.Bench.Stack;

namespace Workflow.Bench.Suite;

/// <summary><c>run</c>: starts a stack of its own, runs the workloads over the public API, and tells what they took and
/// what they cost. <c>./dev bench</c> calls it.</summary>
internal static class SuiteCommand
{
    private static readonly IReadOnlyList<string> Known =
    [
        .. Workload.All.Select(workload => workload.Id), .. Trials.All.Select(trial => trial.Id),
    ];

    public static Command Build()
    {
        var workloads = new Argument<string[]>("workloads")
        {
            Description = $"Some of {string.Join(", ", Known)}.", Arity = ArgumentArity.ZeroOrMore,
        };
        var rounds = new Option<int?>("--rounds") { Description = "How often each is run." };
        var runs = new Option<int?>("--runs") { Description = "Runs of each workload that has many." };
        var filled = new Option<int>("--filled")
        {
            Description = "Ended runs in the tables of W5 and W7.", DefaultValueFactory = _ => SuitePlan.FilledDefault,
        };
        var json = new Option<bool>("--json") { Description = "Print every value of every round, as JSON." };
        var programs = new Option<string?>("--programs") { Description = "Where copies of the services lie." };
        var data = new Option<string?>("--data") { Description = "Where PostgreSQL keeps its data until the end." };
        var logs = new Option<string?>("--logs") { Description = "Where the processes' logs are kept." };
        var command = new Command("run", "Measure the platform on a stack of its own.")
        {
            workloads, rounds, runs, filled, json, programs, data, logs,
        };
        command.SetAction(async (call, ct) =>
        {
            try
            {
                var plan = new SuitePlan(
                    call.GetValue(workloads) ?? [], call.GetValue(rounds), call.GetValue(runs), call.GetValue(filled),
                    call.GetValue(json)).Checked(Known);
                var place = Path.Combine(Programs.Root, ".workflow", "bench");
                var stack = new StackPlan(
                    new Programs(call.GetValue(programs)), call.GetValue(data) ?? Path.Combine(place, "data"),
                    call.GetValue(logs) ?? Path.Combine(place, "logs"),
                    Environment.GetEnvironmentVariable("WORKFLOW_TEST_KAFKA") is { Length: > 0 } real ? real : null);
                return await SuiteRun.RunAsync(plan, stack, ct);
            }
            catch (OperationCanceledException)
            {
                await Console.Error.WriteLineAsync("stopped");
                return 1;
            }
            catch (ArgumentException error)
            {
                await Console.Error.WriteLineAsync(error.Message);
                return 2;
            }
        });
        return command;
    }
}
