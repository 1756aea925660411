namespace Workflow.Bridge.Hosting;

/// <summary>Runs the bridge for as long as the process runs.</summary>
internal sealed class BridgeService(TaskBridge bridge) : IHostedService
{
    public Task StartAsync(CancellationToken cancellationToken)
    {
        bridge.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken) => bridge.StopAsync(cancellationToken);
}
