using System.CommandLine;

namespace Workflow.Cli.Agents;

/// <summary><c>workflow agents</c>: the registry of those who do the work.</summary>
internal static class AgentsCommand
{
    public static Command Build() => new("agents", "Registers, finds and switches agents.")
    {
        ListAgents.Build(),
        ShowAgent.Build(),
        RegisterAgent.Build(),
        SwitchAgent.Enable(),
        SwitchAgent.Disable(),
        RemoveAgent.Build(),
    };

    public static Argument<string> Name() => new("name") { Description = "Name of the agent." };
}
