using Workflow.Execution.Journal;
using Workflow.Execution.Signals;
using Workflow.Model;

namespace Workflow.Execution.Simulation;

/// <summary>Where the events of simulated runs go.</summary>
internal sealed class Nowhere : IRunSignals, IRunEvents
{
    public ValueTask<SignalSentResult> SendAsync(
        Guid from, Guid to, string eventId, RawJson cloudEvent, CancellationToken ct) =>
        ValueTask.FromResult(new SignalSentResult(SignalSent.Kept));

    public Task PublishAsync(Guid from, RawJson cloudEvent, CancellationToken ct) => Task.CompletedTask;

    public void Committed(IReadOnlyList<RunEvent> events)
    {
        // Nobody watches a simulation.
    }
}
