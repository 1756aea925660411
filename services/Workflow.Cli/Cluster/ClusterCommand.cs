using System.CommandLine;

namespace Workflow.Cli.Cluster;

/// <summary><c>workflow cluster</c>: the processes of the platform.</summary>
internal static class ClusterCommand
{
    public static Command Build() => new(
        "cluster", "Shows the platform's processes and what they own, and drains consumers.")
    {
        ShowHealth.Build(),
        ListConsumers.Build(),
        ListShards.Build(),
        DrainConsumer.Drain(),
        DrainConsumer.Resume(),
    };
}
