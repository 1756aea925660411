using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Output;

namespace Workflow.Cli.DeadLetters;

/// <summary><c>workflow dead-letters list</c>.</summary>
internal static class ListLetters
{
    private static readonly Column[] Columns =
    [
        new("ID", "id"), new("STATUS", "status"), new("TOPIC", "topic"), new("RUN", "run_id"), new("DEAD", "dead_at"),
        new("REASON", "reason"),
    ];

    public static Command Build()
    {
        var page = new PageChoice();
        var status = new Option<string?>("--status", "-s") { Description = "Only letters of it.", HelpName = "STATUS" };
        status.Among("open", "redriven", "discarded");
        var topic = new Option<string?>("--topic") { Description = "Only messages of it.", HelpName = "TOPIC" };
        var run = new Option<string?>("--run") { Description = "Only messages about this run.", HelpName = "ID" };
        var text = new Option<string?>("--text")
        {
            Description = "Only letters with this in reason, key or body.",
            HelpName = "TEXT",
        };
        return page.AddTo(new ApiCommand("list", "Lists dead letters.", async call => call.Print.List(
            await page.ReadAsync(
                call, "api/v1/dead-letters", "letters",
                [
                    ("status", call.Value(status)), ("topic", call.Value(topic)), ("run_id", call.Value(run)),
                    ("text", call.Value(text)),
                ]),
            "letters", Columns))
        {
            status, topic, run, text,
        });
    }
}
