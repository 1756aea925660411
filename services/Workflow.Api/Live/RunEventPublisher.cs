using System.Text;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.Live;

/// <summary>Tells watchers of a change that this API has committed: for every statement here that raises a run's
/// revision. An event that is lost costs its watchers a second at most.</summary>
public sealed class RunEventPublisher(MessageProducer producer)
{
    /// <summary>Never waits.</summary>
    /// <param name="revision">The run's revision after the change.</param>
    /// <param name="status">The run's status after the change.</param>
    /// <param name="at">When it was made, as the row says.</param>
    /// <param name="paused">See <see cref="RunEvent.Paused"/>.</param>
    public void Publish(
        Guid runId, RunFacts facts, long revision, RunStatus status, DateTimeOffset at, bool? paused = null) =>
        producer.TrySend(
            Topics.RunEvents, null, Encoding.ASCII.GetBytes(runId.ToString()),
            MessageCodec.Encode(RunEvent.Brief(runId, facts, revision, status, at) with { Paused = paused }));
}
