using System.CommandLine;
using Workflow.Cli.Agents;
using Workflow.Cli.Api;
using Workflow.Cli.Batches;
using Workflow.Cli.Broker;
using Workflow.Cli.Cluster;
using Workflow.Cli.Completion;
using Workflow.Cli.Contexts;
using Workflow.Cli.DeadLetters;
using Workflow.Cli.Jq;
using Workflow.Cli.Mcp;
using Workflow.Cli.Register;
using Workflow.Cli.Run;
using Workflow.Cli.Runs;
using Workflow.Cli.Schedules;
using Workflow.Cli.Server;
using Workflow.Cli.Token;
using Workflow.Cli.Workflows;

namespace Workflow.Cli;

/// <summary>All commands.</summary>
internal static class CommandTree
{
    public static RootCommand Build() => new("Command line of the workflow platform.")
    {
        RunCommand.Build(),
        RunsCommand.Build(),
        WorkflowsCommand.Build(),
        AgentsCommand.Build(),
        SchedulesCommand.Build(),
        BatchesCommand.Build(),
        DeadLettersCommand.Build(),
        ClusterCommand.Build(),
        ApiRouteCommand.Build(),
        ServerCommand.Build(),
        ContextsCommand.Build(),
        CompletionCommand.Build(),
        JqCommand.Build(),
        McpCommand.Build(),
        RegisterCommand.Build(),
        TokenCommand.Build(),
        BrokerCommand.Build(),
    };
}
