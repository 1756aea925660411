using Workflow.Api.Operations;
using Workflow.Api.Options;
using Workflow.Database.Intake;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Api.Intake;

/// <summary>Hands the messages of accepted runs to the producer; nobody waits for the broker.</summary>
public sealed class RunPublisher(
    MessageProducer producer, KafkaOptions kafka, DocumentCache documents, ApiOptions options, TimeProvider time)
{
    private readonly int _bytesMax = Math.Min(options.MessageBytesMax, kafka.BodyBytesMax - RoomForTheRest);

    /// <summary>A message's own keys, id and time, well rounded up.</summary>
    private const int RoomForTheRest = 512;

    /// <summary>Sends one message per run to the partition that is its shard; none for a run that starts later, which
    /// its owner finds by the clock. One that is refused is found by the sweep.</summary>
    public async Task PublishAsync(IReadOnlyList<AcceptedRun> accepted, CancellationToken ct)
    {
        foreach (var one in accepted.Where(one => !one.IsDelayed || WantsSlot(one)))
        {
            var run = one.Run;
            var plan = run.Concurrency is not null
                ? default
                : run is { WorkflowId: { } workflowId } && one.Version is { } version
                    ? await documents.GetAsync(workflowId, version, ct)
                    : run.Plan;
            Send(run, RequestMessage.BodyOf(run, plan, time.GetUtcNow(), _bytesMax));
        }

        ApiInstruments.Accepted.Add(accepted.Count);
    }

    private void Send(NewRun run, byte[] body)
    {
        var (key, source) = (
            RequestMessage.KeyOf(run.RunId), new MessageHeader(MessageHeaders.Source, MessageHeaders.SourceApi));
        if (Tracing.Sent(Topics.ExecutionRequests, run.TraceParent) is { } trace)
        {
            producer.TrySend(
                Topics.ExecutionRequests, run.Shard, key, body, source,
                new MessageHeader(MessageHeaders.TraceParent, trace));
        }
        else
        {
            producer.TrySend(Topics.ExecutionRequests, run.Shard, key, body, source);
        }
    }

    /// <summary>Its owner gives it a slot, at once if it hears of it; the definition is of no use before
    /// that.</summary>
    private static bool WantsSlot(AcceptedRun one) =>
        one.Run is { Concurrency: not null } run && !(run.StartAt > one.CreatedAt);
}
