using System.CommandLine;
using System.Text.Json.Nodes;
using Workflow.Cli.Calls;

namespace Workflow.Cli.Agents;

/// <summary><c>workflow agents enable</c> and <c>workflow agents disable</c>.</summary>
internal static class SwitchAgent
{
    /// <summary>What an agent's answer tells and its registration does not take.</summary>
    private static readonly string[] ReadOnly = ["name", "health", "recent", "created_at", "updated_at"];

    public static Command Enable() => Build("enable", "Lets an agent be called again.", true);

    public static Command Disable() => Build("disable", "Refuses calls of an agent until it is enabled.", false);

    private static Command Build(string verb, string description, bool isEnabled)
    {
        var name = AgentsCommand.Name();
        return new ApiCommand(verb, description, async call =>
        {
            var path = $"api/v1/agents/{Query.Part(call.Value(name))}";
            var agent = (JsonObject)(await call.GetAsync(path))!;
            var body = Inputs.Body([.. agent.Where(member => !ReadOnly.Contains(member.Key))
                .Select(member => (member.Key, member.Value?.DeepClone()))]);
            body["enabled"] = isEnabled;
            call.Print.Record(await call.PutAsync(path, body));
        })
        {
            name,
        };
    }
}
