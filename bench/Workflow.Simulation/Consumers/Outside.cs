using Workflow.Execution.Agents;
using Workflow.Execution.Children;
using Workflow.Execution.Journal;
using Workflow.Execution.Signals;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Simulation.Consumers;

/// <summary>What a process reaches besides the database: the topic of agent tasks, and others' partitions.</summary>
internal sealed class Outside(Universe world, Consumer consumer)
    : IAgentTaskSender, IAgentDirectory, IChildRuns, IRunSignals, IRunEvents, IMessageSender
{
    public void Send(AgentTask task)
    {
        world.Effects.Sent(task, consumer);
        world.Agents.Send(task);
    }

    public ValueTask<AgentEntry?> FindAsync(string name, CancellationToken ct) =>
        ValueTask.FromResult<AgentEntry?>(new AgentEntry(name, "http://agent", null, Enabled: true));

    public ValueTask<ChildEntryResult> EnterAsync(ChildRequest request, CancellationToken ct) =>
        throw new NotSupportedException("The simulation has no children.");

    public ValueTask<SignalSentResult> SendAsync(
        Guid from, Guid to, string eventId, RawJson cloudEvent, CancellationToken ct) =>
        throw new NotSupportedException("The simulation's runs send no events.");

    public Task PublishAsync(Guid from, RawJson cloudEvent, CancellationToken ct) =>
        throw new NotSupportedException("The simulation's runs send no events.");

    public void Committed(IReadOnlyList<RunEvent> events)
    {
    }

    public bool TrySend(
        string topic, int? partition, byte[] key, byte[] value, params ReadOnlySpan<MessageHeader> headers) => true;
}
