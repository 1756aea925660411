using Workflow.Hosting;

namespace Workflow.Bridge.Hosting;

/// <summary>Runs the bridge for as long as the process runs.</summary>
internal sealed class BridgeService(TaskBridge bridge, ServiceHealth health) : IHostedService
{
    private const string Database = "database";

    public Task StartAsync(CancellationToken cancellationToken)
    {
        health.Expect(Database);
        bridge.Seen = () => health.Succeeded(Database);
        bridge.Start();
        return Task.CompletedTask;
    }

    public Task StopAsync(CancellationToken cancellationToken)
    {
        health.Watch("process", () => "stops");
        return bridge.StopAsync(cancellationToken);
    }
}
