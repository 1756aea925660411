using Workflow.Bridge.Intake;
using Workflow.Hosting;
using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.Bridge.Results;

/// <summary>Puts what nobody could read where people find it.</summary>
internal sealed class DeadLetterSender(
    MessageProducer producer, TimeProvider time, ILogger<DeadLetterSender> logger, CancellationToken stopping)
{
    /// <summary>Sends in the background; the message is finished once its letter is stored.</summary>
    public void Send(in ReceivedMessage message, string reason, Receipt receipt)
    {
        logger.MessageUnreadable(message.Topic, message.Partition, message.Offset, reason);
        var letter = MessageCodec.Encode(DeadLetters.Of(message, reason, time.GetUtcNow()));
        _ = DeliverAsync(message.Key ?? [], letter, receipt);
    }

    private async Task DeliverAsync(byte[] key, byte[] letter, Receipt receipt)
    {
        var backoff = new Backoff(TimeSpan.FromMilliseconds(100), TimeSpan.FromSeconds(5));
        while (!(await producer.SendAsync(Topics.DeadLetter, null, key, letter)).Stored)
        {
            await Task.Delay(backoff.Next(), time, stopping).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);
            if (stopping.IsCancellationRequested)
            {
                receipt.Abandon();
                return;
            }
        }

        receipt.Done();
    }
}
