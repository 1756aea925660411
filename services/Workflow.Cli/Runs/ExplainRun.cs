using System.CommandLine;
using System.Text;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs explain</c>.</summary>
internal static class ExplainRun
{
    public static Command Build()
    {
        var id = RunIds.One();
        return new ApiCommand("explain", "Tells why a run is where it is, and what can be done.", async call =>
        {
            var told = await call.GetAsync($"api/v1/executions/{call.Value(id)}/explain");
            call.Print.Told(told, () => TextOf(told));
        })
        {
            id,
        };
    }

    private static string TextOf(JsonNode? told)
    {
        var text = new StringBuilder(CellText.Safe(told.TextAt("summary") ?? ""));
        foreach (var reason in told.RowsAt("reasons"))
        {
            text.Append($"\n- {Line(reason, "message")}");
        }

        foreach (var next in told.RowsAt("next"))
        {
            text.Append($"\nNext: {Line(next, "what")}");
            if (CellText.Of(next.At("when")) is { Length: > 0 } when)
            {
                text.Append($" ({when})");
            }
        }

        foreach (var remedy in told.RowsAt("remedies"))
        {
            text.Append($"\nYou can: {CellText.Of(remedy)}");
        }

        return text.ToString();
    }

    private static string Line(JsonNode row, string member) => CellText.Safe(row.TextAt(member) ?? "");
}
