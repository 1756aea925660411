using Workflow.Kafka;

namespace Workflow.Bridge.Intake;

/// <summary>A message that was taken and must be finished once.</summary>
internal sealed class Receipt(Assignment assignment, long offset, int bytes, OpenWork work)
{
    /// <summary>False when the partition went to another bridge, which gets the message too.</summary>
    public bool IsCurrent => assignment.IsCurrent;

    /// <summary>Everything the message asked for is done: its offset may be stored (R7).</summary>
    public void Done()
    {
        assignment.Done(offset);
        work.Release(bytes);
    }

    /// <summary>The message is left to whoever gets it next.</summary>
    public void Abandon() => work.Release(bytes);
}
