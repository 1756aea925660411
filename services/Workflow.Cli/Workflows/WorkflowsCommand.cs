using System.CommandLine;

namespace Workflow.Cli.Workflows;

/// <summary><c>workflow workflows</c>: definitions and their versions.</summary>
internal static class WorkflowsCommand
{
    public static Command Build() => new("workflows", "Registers, finds and checks definitions.")
    {
        ListWorkflows.Build(),
        ShowWorkflow.Build(),
        ListVersions.Build(),
        PushWorkflows.Build(),
        ValidateWorkflows.Build(),
        SimulateWorkflow.Build(),
        DiffWorkflow.Build(),
        RemoveWorkflow.Build(),
    };
}
