using System.Collections.Concurrent;
using Confluent.Kafka;

namespace Workflow.Kafka;

/// <summary>One client and the deliveries awaited from it, which all end when it does.</summary>
internal sealed class ProducerClient(IProducer<byte[], byte[]> client)
{
    private readonly ConcurrentDictionary<TaskCompletionSource<Delivery>, bool> _awaited = new();

    public void Send(
        TopicPartition at, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>> report) =>
        client.Produce(at, message, report);

    public Task<Delivery> SendAwaited(
        TopicPartition at, Message<byte[], byte[]> message, Action<DeliveryReport<byte[], byte[]>> report)
    {
        var delivery = new TaskCompletionSource<Delivery>(TaskCreationOptions.RunContinuationsAsynchronously);
        _awaited[delivery] = true;
        try
        {
            client.Produce(at, message, r =>
            {
                _awaited.TryRemove(delivery, out _);
                report(r);
                delivery.TrySetResult(r.Error.Code == ErrorCode.NoError
                    ? new Delivery(true, r.Partition.Value, r.Offset.Value, null)
                    : new Delivery(false, r.Partition.Value, -1, r.Error.Reason));
            });
        }
        catch
        {
            _awaited.TryRemove(delivery, out _);
            throw;
        }

        return delivery.Task;
    }

    public int Flush(TimeSpan atMost) => client.Flush(atMost);

    /// <summary>Sends what is waiting for so long, then drops the rest. Nobody may send any more.</summary>
    /// <returns>How many messages were dropped.</returns>
    public int Close(TimeSpan atMost)
    {
        var waiting = client.Flush(atMost);
        client.Dispose();
        foreach (var delivery in _awaited.Keys)
        {
            delivery.TrySetResult(new Delivery(false, -1, -1, "the producer was closed"));
        }

        return waiting;
    }
}
