using System.CommandLine;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Agents;

/// <summary><c>workflow agents register</c>.</summary>
internal static class RegisterAgent
{
    public static Command Build()
    {
        var name = AgentsCommand.Name();
        var endpoint = new Option<string?>("--endpoint")
        {
            Description = "Where tasks are posted to.",
            HelpName = "URL",
        };
        var kafka = new Option<bool>("--kafka") { Description = "It reads its tasks from Kafka by itself." };
        var description = new Option<string?>("--description") { Description = "For people.", HelpName = "TEXT" };
        var timeout = new Option<int?>("--timeout") { Description = "Limit of one attempt.", HelpName = "SECONDS" };
        var atATime = new Option<int?>("--max-concurrency")
        {
            Description = "Calls that one bridge makes of it at a time.",
            HelpName = "N",
        };
        var shared = new Option<bool>("--shared") { Description = "Everybody sees and calls it; for admins." };
        var settings = new Option<string?>("--settings")
        {
            Description = "Everything else that the route takes, such as auth: a JSON object, or @ and a file.",
            HelpName = "JSON|@FILE",
        };
        return new ApiCommand("register", "Registers an agent, or changes it as a whole.", async call =>
        {
            var body = Inputs.Object("--settings", call.Value(settings)) ?? [];
            foreach (var (member, value) in Inputs.Body(
                ("endpoint", call.Value(endpoint)), ("transport", call.Value(kafka) ? "kafka" : null),
                ("description", call.Value(description)), ("timeout_seconds", call.Value(timeout)),
                ("max_concurrency", call.Value(atATime)), ("shared", call.Value(shared) ? true : null)))
            {
                body[member] = value?.DeepClone();
            }

            call.Print.Record(await call.PutAsync($"api/v1/agents/{Query.Part(call.Value(name))}", body));
        })
        {
            name, endpoint, kafka, description, timeout, atATime, shared, settings,
        };
    }
}
