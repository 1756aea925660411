using System.Data.Common;
using System.Text;
using Npgsql;
using Workflow.Database.Recovery;
using Workflow.Database.Signals;
using Workflow.Database.Transitions;
using Workflow.Execution;
using Workflow.Execution.Signals;
using Workflow.ExecutionConsumer.Ownership;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Signals;

/// <summary>Puts events of one run into the inbox of another and wakes whoever owns that one; a wake-up that is lost is
/// made up for by that owner's look at the inbox.</summary>
internal sealed partial class RunSignals(
    SignalStore store, MessageProducer producer, ClusterShape cluster, ExecutionOptions options, TimeProvider clock,
    ILogger<RunSignals> logger) : IRunSignals
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromMilliseconds(500);

    // Structured mode of the CloudEvents binding for Kafka: the whole event is the message.
    private static readonly MessageHeader ContentType =
        new("content-type", "application/cloudevents+json; charset=UTF-8");

    public async ValueTask<SignalSentResult> SendAsync(
        Guid from, Guid to, string eventId, RawJson cloudEvent, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                var receipt = await store.SendFromAsync(
                    from, to, ArrivedSignal.KeyOfGiven(eventId), cloudEvent, options.SignalsUnreadMax, ct);
                if (receipt is { Fate: SignalFate.Kept, Shard: var shard })
                {
                    Wake(to, shard);
                }

                return new SignalSentResult(receipt?.Fate switch
                {
                    null => SignalSent.UnknownRun,
                    SignalFate.Ended => SignalSent.Ended,
                    SignalFate.Full => SignalSent.Full,
                    _ => SignalSent.Kept,
                });
            }
            catch (PostgresException error) when (Refusals.IsContent(error))
            {
                return new SignalSentResult(SignalSent.Refused, Refusals.Describe(error));
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                LogHeld(logger, error, from, to);
                await Task.Delay(RetryDelay, clock, ct);
            }
        }
    }

    public async Task PublishAsync(Guid from, RawJson cloudEvent, CancellationToken ct)
    {
        var owner = await OwnerAsync(from, ct);
        var key = Encoding.ASCII.GetBytes(from.ToString());
        var body = cloudEvent.Utf8.ToArray();
        var header = new MessageHeader(MessageHeaders.Owner, owner);
        while (await producer.SendAsync(Topics.Events, null, key, body, ContentType, header).WaitAsync(ct)
            is { Stored: false } failed)
        {
            LogUnsent(logger, from, failed.Reason);
            await Task.Delay(RetryDelay, clock, ct);
        }
    }

    /// <summary>Those who may take the event: the runs of the same owner.</summary>
    private async Task<string> OwnerAsync(Guid runId, CancellationToken ct)
    {
        while (true)
        {
            try
            {
                // A run that is gone has nobody to tell.
                return await store.OwnerOfAsync(runId, ct) ?? throw new OperationCanceledException();
            }
            catch (Exception error) when (error is DbException or IOException or TimeoutException)
            {
                LogHeld(logger, error, runId, runId);
                await Task.Delay(RetryDelay, clock, ct);
            }
        }
    }

    private void Wake(Guid runId, int shard) => producer.TrySend(
        Topics.RunSignals, cluster.PartitionOf(shard), Encoding.ASCII.GetBytes(runId.ToString()),
        MessageCodec.Encode(new RunSignal(runId, RunInbox.SignalKind, clock.GetUtcNow())));
}
