using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;
using Workflow.Cli.Run;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows simulate</c>.</summary>
internal static class SimulateWorkflow
{
    private const string Description =
        "Executes a definition on given results: nobody is called, nothing is kept, waits pass at once. Ends with 0 if "
        + "it completes, 1 if it fails, 2 if it needs results.";

    private static readonly Column[] Columns =
    [
        new("STEP", "step_id"), new("PATH", "step_path"), new("ITERATION", "iteration"), new("ATTEMPT", "attempt"),
        new("STATUS", "status"), new("OUTPUT", "output_data"),
    ];

    public static Command Build()
    {
        var target = new Argument<string?>("workflow")
        {
            Description = "A file, YAML or JSON, or a registered workflow; the execution's when left out.",
            Arity = ArgumentArity.ZeroOrOne,
        };
        var input = new Option<string?>("--input", "-i")
        {
            Description = "Input: JSON, or @ and a file, or @- for standard input.",
            HelpName = "JSON|@FILE",
        };
        var results = new Option<string?>("--results")
        {
            Description = "By step: {\"output\": …} or {\"error\": {…}}, or a list for one attempt after the other.",
            HelpName = "JSON|@FILE",
        };
        var execution = new Option<string?>("--execution")
        {
            Description = "An execution whose recorded results are used.",
            HelpName = "ID",
        };
        return new ApiCommand("simulate", Description, async call =>
        {
            var body = Inputs.Body(
                ("input_data", Inputs.Json("--input", call.Value(input))),
                ("results", Inputs.Object("--results", call.Value(results))),
                ("execution_id", call.Value(execution)));
            if (call.Value(target) is { } given)
            {
                var isFile = RunTarget.FileOf(given) is not null;
                body[isFile ? "definition" : "workflow_id"] = isFile
                    ? Encoding.UTF8.GetString(await DefinitionFiles.ReadAsync(given, call.Ct))
                    : $"{await WorkflowNames.IdOfAsync(call, given)}";
            }

            return Tell(call, await call.PostAsync("api/v1/workflows/simulate", body));
        })
        {
            target, input, results, execution,
        };
    }

    private static int Tell(ApiCall call, JsonNode? answer)
    {
        var status = answer.TextAt("status");
        if (call.Print.IsForPeople)
        {
            call.Print.List(answer, "steps", Columns);
            var end = answer.At("outputs")?.ToJsonString() ?? answer.TextAt("error_message");
            Console.Out.WriteLine($"\n{status} {end}");
            foreach (var need in answer.RowsAt("needs"))
            {
                Console.Out.WriteLine(
                    $"Needs the result of {need.TextAt("step_path")}, which would send "
                    + $"{need.At("input_data")?.ToJsonString() ?? "null"}: give it with --results.");
            }
        }
        else
        {
            call.Print.Record(answer);
        }

        return status switch { "completed" => ExitCode.Ok, "failed" => ExitCode.Failed, _ => ExitCode.Usage };
    }
}
