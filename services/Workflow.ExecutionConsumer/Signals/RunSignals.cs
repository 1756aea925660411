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

    private void Wake(Guid runId, int shard) => producer.TrySend(
        Topics.RunSignals, cluster.PartitionOf(shard), Encoding.ASCII.GetBytes(runId.ToString()),
        MessageCodec.Encode(new RunSignal(runId, RunInbox.SignalKind, clock.GetUtcNow())));
}
