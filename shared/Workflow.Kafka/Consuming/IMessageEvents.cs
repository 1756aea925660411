namespace Workflow.Kafka;

/// <summary>What a consumer tells whoever reads its messages. Called on the consumer's thread: must not wait, since
/// nothing else moves meanwhile. What it throws is logged and otherwise ignored; the message then stays
/// undone.</summary>
public interface IMessageEvents
{
    /// <summary>A message arrived. Sooner or later, on any thread, its offset goes to
    /// <see cref="Assignment.Done"/>.</summary>
    /// <param name="assignment">The one to finish this message with; another object than at first once the log began
    /// anew.</param>
    void Message(Assignment assignment, in ReceivedMessage message);

    /// <summary>Once per round, after at most one message and at least every
    /// <see cref="KafkaOptions.PollWait"/>.</summary>
    void Polled()
    {
    }
}
