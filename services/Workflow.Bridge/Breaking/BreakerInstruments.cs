using System.Diagnostics.Metrics;

namespace Workflow.Bridge.Breaking;

/// <summary>What the circuit breakers count, in the meter <c>Workflow.Bridge</c>.</summary>
internal static class BreakerInstruments
{
    private static readonly Meter Meter = new("Workflow.Bridge");

    /// <summary>Calls that were answered without reaching their agent, by <c>agent</c>.</summary>
    public static readonly Counter<long> Refused = Meter.CreateCounter<long>(
        "workflow.agent.calls.refused", "{call}", "Calls that an open circuit answered.");

    private static readonly Counter<long> Changes = Meter.CreateCounter<long>(
        "workflow.agent.circuit.changes", "{change}", "Circuits that opened, were probed or closed.");

    /// <param name="state">open, half_open or closed.</param>
    public static void Tell(string agent, string state) => Changes.Add(
        1, KeyValuePair.Create<string, object?>("agent", agent), KeyValuePair.Create<string, object?>("state", state));
}
