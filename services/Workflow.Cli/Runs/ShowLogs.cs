using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs logs</c>.</summary>
internal static class ShowLogs
{
    private static readonly Column[] Columns =
    [
        new("TIME", "timestamp"),
        new("STEP", "step_name"),
        new("TYPE", "step_type"),
        new("STATUS", "status"),
        Column.Duration("DURATION", "duration_ms"),
        new("OUTPUT", "output_data"),
        new("ERROR", "error_message"),
    ];

    public static Command Build()
    {
        var id = RunIds.One();
        var step = new Option<string?>("--step") { Description = "Only steps of this name.", HelpName = "NAME" };
        var type = new Option<string?>("--type") { Description = "Only steps of this type.", HelpName = "TYPE" };
        type.Among(
            "agent_execution", "tool_call", "decision_point", "data_processing", "wait", "sub_workflow");
        var errors = new Option<bool>("--errors") { Description = "Only steps with an error." };
        var limit = new Option<int?>("--limit") { Description = "Most logs of the answer.", HelpName = "N" };
        var offset = new Option<int?>("--offset") { Description = "Logs to leave out before.", HelpName = "N" };
        return new ApiCommand("logs", "Shows what each step of a run was given and what it gave.", async call =>
            call.Print.List(
                await call.GetAsync(Query.Of(
                    $"api/workflows/executions/{call.Value(id)}/logs", ("step_name", call.Value(step)),
                    ("step_type", call.Value(type)), ("has_error", call.Value(errors) ? "true" : null),
                    ("limit", call.Value(limit)), ("offset", call.Value(offset)))),
                "", Columns))
        {
            id, step, type, errors, limit, offset,
        };
    }
}
