namespace Workflow.Kafka;

/// <summary>Puts messages on topics, without waiting for them to arrive.</summary>
public interface IMessageSender
{
    /// <param name="topic">One of <see cref="Model.Topics"/>.</param>
    /// <param name="partition">Null: by the key.</param>
    /// <returns>False when the message is known to be lost.</returns>
    bool TrySend(string topic, int? partition, byte[] key, byte[] value, params ReadOnlySpan<MessageHeader> headers);
}
