using Workflow.Kafka;
using Workflow.Tools.AsyncApi;

namespace Workflow.ExecutionConsumer.Events;

/// <summary>A producer for each cluster that definitions may publish to; the operator's list bounds them.
/// Thread-safe.</summary>
internal sealed class KafkaPublishers(KafkaOptions options, ILogger<KafkaPublishers> logger)
    : IKafkaPublisher, IDisposable
{
    private readonly Lock _lock = new();
    private readonly Dictionary<(string Server, bool IsSecure), MessageProducer> _producers = [];

    public async ValueTask<string?> PublishAsync(KafkaMessage message, CancellationToken ct)
    {
        MessageHeader[] headers = [.. message.Headers.Select(header => new MessageHeader(header.Key, header.Value))];
        var delivery = await ProducerOf(message.Server, message.IsSecure)
            .SendAsync(message.Topic, null, null, message.Body, headers).WaitAsync(ct);
        return delivery.Stored ? null : delivery.Reason;
    }

    public void Dispose()
    {
        lock (_lock)
        {
            foreach (var producer in _producers.Values)
            {
                producer.Dispose();
            }

            _producers.Clear();
        }
    }

    private MessageProducer ProducerOf(string server, bool isSecure)
    {
        lock (_lock)
        {
            if (!_producers.TryGetValue((server, isSecure), out var producer))
            {
                producer = new MessageProducer(OtherClusters.OptionsOf(options, server, isSecure), logger);
                _producers.Add((server, isSecure), producer);
            }

            return producer;
        }
    }
}
