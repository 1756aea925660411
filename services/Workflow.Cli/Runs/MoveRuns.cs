using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Runs;

/// <summary><c>workflow runs move</c>.</summary>
internal static class MoveRuns
{
    public static Command Build()
    {
        var ids = RunIds.Many();
        var version = new Option<string?>("--workflow-version")
        {
            Description = "The version; the latest one when left out.",
            HelpName = "VERSION",
        };
        var dryRun = new Option<bool>("--dry-run")
        {
            Description = "Only check which fit that version, and why the others do not.",
        };
        var reason = ReasonOption.Build();
        return new ApiCommand(
            "move", "Moves open runs to another version of their workflow, where what is recorded fits it.", call =>
                EachRun.DoAsync(call, call.Value(ids), run => call.PostAsync(
                    $"api/v1/executions/{run}/move",
                    Inputs.Body(
                        ("version", call.Value(version)), ("dry_run", call.Value(dryRun) ? true : null),
                        ("reason", call.Value(reason)))),
                new Column("FROM", "from_version"), new Column("TO", "version"), new Column("DRY RUN", "dry_run")))
        {
            ids, version, dryRun, reason,
        };
    }
}
