using System.CommandLine;
using Workflow.Cli.Calls;
using Workflow.Cli.Runs;

namespace Workflow.Cli.DeadLetters;

/// <summary><c>workflow dead-letters redrive</c>.</summary>
internal static class RedriveLetter
{
    public static Command Build()
    {
        var id = RunIds.One("dead letter");
        var topic = new Option<string?>("--topic") { Description = "Another topic than its own.", HelpName = "TOPIC" };
        var key = new Option<string?>("--key") { Description = "Another key.", HelpName = "TEXT" };
        var body = new Option<string?>("--body")
        {
            Description = "Another body: a text, or @ and a file.",
            HelpName = "TEXT|@FILE",
        };
        var reason = ReasonOption.Build();
        return new ApiCommand("redrive", "Sends a message again, as it was or edited.", async call =>
            call.Print.Record(await call.PostAsync(
                $"api/v1/dead-letters/{call.Value(id)}/redrive",
                Inputs.Body(
                    ("topic", call.Value(topic)), ("key", call.Value(key)),
                    ("body", Inputs.Text("--body", call.Value(body))), ("reason", call.Value(reason))))))
        {
            id, topic, key, body, reason,
        };
    }
}
