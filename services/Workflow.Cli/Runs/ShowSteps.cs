using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs steps</c>.</summary>
internal static class ShowSteps
{
    private static readonly Column[] Columns =
    [
        new("STEP", "step_id"),
        new("TYPE", "step_type"),
        new("WORKER", row => CellText.Of(row.At("agent_name") ?? row.At("tool_name"))),
        new("STATUS", "status"),
        new("STARTED", "started_at"),
        Column.Duration("DURATION", "duration_ms"),
        new("ERROR", "error"),
    ];

    public static Command Build()
    {
        var id = RunIds.One();
        var limit = new Option<int?>("--limit") { Description = "Most steps of the answer.", HelpName = "N" };
        var offset = new Option<int?>("--offset") { Description = "Steps to leave out before.", HelpName = "N" };
        return new ApiCommand("steps", "Shows the steps of a run in the order in which they began.", async call =>
            call.Print.List(
                await call.GetAsync(Query.Of(
                    $"api/executions/{call.Value(id)}/steps", ("limit", call.Value(limit)),
                    ("offset", call.Value(offset)))),
                "steps", Columns))
        {
            id, limit, offset,
        };
    }
}
