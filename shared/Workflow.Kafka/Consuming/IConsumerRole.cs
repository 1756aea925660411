using Confluent.Kafka;

namespace Workflow.Kafka;

/// <summary>What one kind of consumer does at each moment of the thread that owns it. Called on that thread
/// only.</summary>
internal interface IConsumerRole
{
    /// <summary>For logs.</summary>
    string Name { get; }

    /// <summary>Adds its handlers and builds a new client.</summary>
    IConsumer<byte[], byte[]> Build();

    /// <summary>Subscribes or assigns. Called again with every new client.</summary>
    void Begin(IConsumer<byte[], byte[]> consumer);

    void Received(ConsumeResult<byte[], byte[]> result);

    /// <summary>After each call of Consume, with or without a message.</summary>
    void Polled(IConsumer<byte[], byte[]> consumer);

    /// <summary>The client is closed or broken: nothing is assigned any more.</summary>
    void Ended();
}
