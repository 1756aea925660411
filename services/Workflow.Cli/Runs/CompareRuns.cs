using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs compare</c>.</summary>
internal static class CompareRuns
{
    public static Command Build()
    {
        var left = RunIds.One(name: "left");
        var right = RunIds.One(name: "right");
        return new ApiCommand("compare", "Tells in what two runs differ.", async call =>
        {
            var told = await call.GetAsync(Query.Of(
                "api/v1/executions/compare", ("left", call.Value(left)), ("right", call.Value(right))));
            call.Print.Told(told, () => TextOf(told));
        })
        {
            left, right,
        };
    }

    private static string TextOf(JsonNode? told)
    {
        var text = new StringBuilder(CellText.Safe(told.TextAt("summary") ?? ""));
        foreach (var side in (string[])["input", "output"])
        {
            foreach (var difference in told.RowsAt($"{side}.differences"))
            {
                text.Append($"\n{side} {CellText.Of(difference.At("pointer"))}: ")
                    .Append($"{Value(difference, "left")} -> {Value(difference, "right")}");
            }
        }

        var steps = told.RowsAt("steps").Select(step => (string[])
        [
            CellText.Of(step.At("step_path")), CellText.Of(step.At("iteration")), Side(step, "left"),
            Side(step, "right"), step.TextAt("output_equal") switch { "true" => "same", "false" => "other", _ => "" },
        ]).ToList();
        return text.Append("\n\n")
            .Append(TableText.Plain(steps, ["STEP", "ITERATION", "LEFT", "RIGHT", "OUTPUT"]).TrimEnd('\n')).ToString();
    }

    private static string Value(JsonNode difference, string side) =>
        difference.At(side)?.ToJsonString(JsonText.Compact) ?? "-";

    private static string Side(JsonNode step, string side) => step.At(side) is { } attempts
        ? $"{CellText.Of(attempts.At("status"))} {CellText.Duration(attempts.At("duration_ms"))}".TrimEnd()
        : "-";
}
