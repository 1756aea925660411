using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.Cluster;

/// <summary><c>workflow cluster consumers</c>.</summary>
internal static class ListConsumers
{
    private static readonly Column[] Columns =
    [
        new("ID", "id"), new("KIND", "kind"), new("STATUS", "status"), new("HOST", "host"), new("PID", "pid"),
        new("STARTED", "started_at"), new("SEEN", "seen_at"),
        new("SHARDS", row => (row.At("shards") as JsonArray)?.Count.ToString() ?? ""),
        new("RUNS", "active_runs"),
    ];

    public static Command Build() => new ApiCommand(
        "consumers", "Lists consumers and bridges that are alive.", async call =>
            call.Print.List(await call.GetAsync("api/v1/consumers"), "consumers", Columns));
}
