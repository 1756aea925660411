using System.Diagnostics.Metrics;
using Workflow.Api.Live.Connections;

namespace Workflow.Api.Operations;

/// <summary>What the API counts, in the meter <c>Workflow.Api</c>.</summary>
public sealed class ApiInstruments : IHostedService, IDisposable
{
    private const string Name = "Workflow.Api";

    private static readonly Meter Counters = new(Name);
    private readonly Meter _gauges = new(Name);

    /// <summary>Runs whose row is committed.</summary>
    public static readonly Counter<long> Accepted = Counters.CreateCounter<long>(
        "workflow.runs.accepted", "{run}", "Runs that were accepted.");

    /// <summary>Runs that ended by a request, those below the asked ones included.</summary>
    public static readonly Counter<long> Cancelled = Counters.CreateCounter<long>(
        "workflow.runs.cancelled", "{run}", "Runs that a request ended as cancelled.");

    public ApiInstruments(LiveConnections connections) => _gauges.CreateObservableGauge(
        "workflow.live.connections", () => connections.Count, "{connection}",
        "WebSockets and event streams that are open.");

    public Task StartAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public Task StopAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    public void Dispose() => _gauges.Dispose();
}
