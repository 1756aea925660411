using Workflow.Api.Options;
using Workflow.Api.Startup;
using Workflow.Database.Queries;
using Workflow.Kafka;

namespace Workflow.Api.Operations;

/// <summary>Looks at everything that has to be up before a run can be taken and executed.</summary>
public sealed class HealthCheck(
    ClusterState state, ClusterQueries cluster, BrokerProbe broker, ApiOptions options, TimeProvider time)
{
    public async Task<HealthReport> LookAsync(CancellationToken ct)
    {
        using var timer = new CancellationTokenSource(options.HealthTimeout, time);
        using var limit = CancellationTokenSource.CreateLinkedTokenSource(ct, timer.Token);
        var atBroker = broker.LookAsync(options.HealthTimeout);
        var components = new Dictionary<string, ComponentHealth>();
        try
        {
            var view = state.IsReady ? await cluster.LookAsync(options.ProcessSilence, limit.Token) : null;
            AddDatabase(components, view);
        }
        catch (Exception error) when (!ct.IsCancellationRequested)
        {
            AddUnreachable(components, error is OperationCanceledException ? "no answer in time" : error.Message);
        }

        components["broker"] =
            await atBroker is { } reason ? ComponentHealth.Down(reason) : ComponentHealth.Up("answers");
        var isReady = components.Values.All(component => component.Status == "up");
        return new HealthReport(isReady ? "ready" : "not_ready", components);
    }

    private void AddDatabase(Dictionary<string, ComponentHealth> components, ClusterView? view)
    {
        if (view is null)
        {
            AddUnreachable(components, state.Database);
            return;
        }

        components["database"] = ComponentHealth.Up(state.Database);
        components["shards"] = view.OrphanedShards.Count == 0
            ? ComponentHealth.Up($"all {view.Partitions} have a live owner")
            : ComponentHealth.Down(
                $"{view.OrphanedShards.Count} of {view.Partitions} have no live owner: "
                + string.Join(", ", view.OrphanedShards));
        components["bridge"] = view.Bridges > 0
            ? ComponentHealth.Up($"{view.Bridges} alive")
            : ComponentHealth.Down($"none was seen for {options.ProcessSilence.TotalSeconds} s");
    }

    private static void AddUnreachable(Dictionary<string, ComponentHealth> components, string reason)
    {
        components["database"] = ComponentHealth.Down(reason);
        components["shards"] = ComponentHealth.Down("unknown without the database");
        components["bridge"] = ComponentHealth.Down("unknown without the database");
    }
}
