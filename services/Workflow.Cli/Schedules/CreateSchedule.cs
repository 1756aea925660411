using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Schedules;

/// <summary><c>workflow schedules create</c>.</summary>
internal static class CreateSchedule
{
    public static Command Build()
    {
        var name = new Argument<string>("name") { Description = "Unique among your schedules." };
        var workflow = Text("--workflow", "NAME", "Id, name or namespace/name of the workflow that it starts.");
        workflow.Required = true;
        var cron = Text("--cron", "EXPRESSION", "Such as '0 3 * * MON-FRI', or @daily.");
        var zone = Text("--time-zone", "ZONE", "IANA time zone of --cron; UTC when left out.");
        var every = Text("--every", "DURATION", "ISO 8601, such as PT15M.");
        var at = Text("--at", "TIME", "The only due time.");
        var input = Text("--input", "JSON|@FILE", "Input of the runs: JSON, or @ and a file.");
        var version = Text("--workflow-version", "VERSION", "Version that it starts; the latest when left out.");
        var overlap = Text("--overlap", "WHAT", "When a run of it is open: skip, queue, cancel_previous or allow.");
        overlap.Among("skip", "queue", "cancel_previous", "allow");
        var description = Text("--description", "TEXT", "For people.");
        var paused = new Option<bool>("--paused") { Description = "It waits for being resumed." };
        var settings = Text(
            "--settings", "JSON|@FILE", "Everything else that the route takes: a JSON object, or @ and a file.");
        return new ApiCommand("create", "Makes a schedule.", async call =>
        {
            var body = Inputs.Object("--settings", call.Value(settings)) ?? [];
            foreach (var (member, value) in Inputs.Body(
                ("name", call.Value(name)), ("workflow", call.Value(workflow)), ("cron", call.Value(cron)),
                ("time_zone", call.Value(zone)), ("every", call.Value(every)), ("at", call.Value(at)),
                ("input", Inputs.Object("--input", call.Value(input))), ("version", call.Value(version)),
                ("overlap", call.Value(overlap)), ("description", call.Value(description)),
                ("paused", call.Value(paused) ? true : null)))
            {
                body[member] = value?.DeepClone();
            }

            call.Print.Record(await call.PostAsync("api/v1/schedules", body));
        })
        {
            name, workflow, cron, zone, every, at, input, version, overlap, description, paused, settings,
        };
    }

    private static Option<string?> Text(string name, string value, string description) =>
        new(name) { Description = description, HelpName = value };
}
