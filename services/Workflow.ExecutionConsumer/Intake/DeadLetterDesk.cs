using Workflow.Kafka;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Intake;

/// <summary>Puts messages that cannot be used aside, with the reason; only then are they done (R9).</summary>
internal sealed partial class DeadLetterDesk(
    MessageProducer producer, TimeProvider clock, ILogger<DeadLetterDesk> logger)
{
    private static readonly TimeSpan RetryDelay = TimeSpan.FromSeconds(1);

    public async Task PutAsync(Assignment assignment, ReceivedMessage message, string reason)
    {
        LogDead(logger, message.Topic, message.Partition, message.Offset, reason);
        var letter = MessageCodec.Encode(DeadLetters.Of(message, reason, clock.GetUtcNow()));
        while (assignment.IsCurrent)
        {
            var delivery = await producer.SendAsync(Topics.DeadLetter, null, message.Key ?? [], letter);
            if (delivery.Stored)
            {
                assignment.Done(message.Offset);
                return;
            }

            await Task.Delay(RetryDelay, clock);
        }
    }
}
