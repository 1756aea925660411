using System.Text;
using Confluent.Kafka;
using Microsoft.Extensions.Logging;

namespace Workflow.Kafka;

/// <summary>Sends messages. Thread-safe; one per process is enough.</summary>
/// <remarks>Messages are wake-ups and may be lost, so sending neither waits nor fails the caller.</remarks>
public sealed class MessageProducer : IMessageSender, IDisposable
{
    private readonly KafkaOptions _options;
    private readonly ILogger _logger;
    private readonly Action<DeliveryFailure>? _onFailure;
    private readonly Action<DeliveryReport<byte[], byte[]>> _onReport;
    private readonly ReaderWriterLockSlim _gate = new();
    private ProducerClient? _client;
    private volatile bool _fatal;
    private long _failed;

    /// <param name="onFailure">Told of every message that was not delivered, on the client's thread: must not
    /// wait.</param>
    public MessageProducer(KafkaOptions options, ILogger logger, Action<DeliveryFailure>? onFailure = null)
    {
        (_options, _logger, _onFailure, _onReport) = (options, logger, onFailure, Reported);
        _client = Build();
    }

    /// <summary>Messages that were not delivered or refused so far.</summary>
    public long Failed => Interlocked.Read(ref _failed);

    /// <summary>Hands a message to the client. Never waits.</summary>
    /// <param name="topic">One of <see cref="Model.Topics"/>.</param>
    /// <param name="partition">Null: by the key, as any Kafka client with the default partitioner does.</param>
    /// <returns>False when it cannot be sent: the queue is full (the broker is slow or away), it is too large, or
    /// closed.</returns>
    public bool TrySend(
        string topic, int? partition, byte[] key, byte[] value, params ReadOnlySpan<MessageHeader> headers)
    {
        var message = Message(key, value, headers);
        var refusal = OnClient(client => client.Send(At(topic, partition), message, _onReport));
        if (refusal is not null)
        {
            Fail(topic, key, refusal);
        }

        return refusal is null;
    }

    /// <summary>Sends a message and waits until the broker has it or it is given up
    /// (<see cref="KafkaOptions.DeliveryTimeout"/>).</summary>
    /// <param name="topic">One of <see cref="Model.Topics"/>.</param>
    /// <param name="partition">Null: by the key.</param>
    /// <param name="key">Null for none: any partition.</param>
    public Task<Delivery> SendAsync(
        string topic, int? partition, byte[]? key, byte[] value, params ReadOnlySpan<MessageHeader> headers)
    {
        var message = Message(key, value, headers);
        Task<Delivery>? delivery = null;
        var refusal = OnClient(client => delivery = client.SendAwaited(At(topic, partition), message, _onReport));
        if (refusal is not null)
        {
            Fail(topic, key, refusal);
        }

        return delivery ?? Task.FromResult(new Delivery(false, partition ?? -1, -1, refusal));
    }

    /// <summary>Waits until everything is sent or given up, at most so long.</summary>
    /// <returns>How many messages are still waiting.</returns>
    public int Flush(TimeSpan atMost)
    {
        var waiting = 0;
        OnClient(client => waiting = client.Flush(atMost));
        return waiting;
    }

    /// <summary>Sends what is waiting for at most <see cref="KafkaOptions.CloseWait"/>, then drops the rest.</summary>
    public void Dispose()
    {
        var last = Exchange(when: true, () => null);
        if (last?.Close(_options.CloseWait) is > 0 and var waiting)
        {
            _logger.ClosedUnsent(waiting, _options.CloseWait.TotalMilliseconds);
        }
    }

    private static Message<byte[], byte[]> Message(byte[]? key, byte[] value, ReadOnlySpan<MessageHeader> headers)
    {
        var message = new Message<byte[], byte[]> { Key = key!, Value = value };
        if (!headers.IsEmpty)
        {
            message.Headers = [];
            foreach (var header in headers)
            {
                message.Headers.Add(header.Name, Encoding.UTF8.GetBytes(header.Value));
            }
        }

        return message;
    }

    private TopicPartition At(string topic, int? partition) =>
        new(_options.Topics.AtBroker(topic), partition ?? Partition.Any);

    /// <returns>Why it could not be done; null when it was.</returns>
    private string? OnClient(Action<ProducerClient> act)
    {
        if (_fatal)
        {
            Replace();
        }

        _gate.EnterReadLock();
        try
        {
            if (_client is null)
            {
                return "the producer is closed";
            }

            act(_client);
            return null;
        }
        catch (KafkaException e)
        {
            _fatal |= e.Error.IsFatal;
            return e.Error.Reason;
        }
        finally
        {
            _gate.ExitReadLock();
        }
    }

    private void Replace()
    {
        var broken = Exchange(when: _fatal, () =>
        {
            _fatal = false;
            return Build();
        });
        broken?.Close(TimeSpan.Zero);
    }

    /// <summary>Swaps the client while nobody uses it. The old one is closed outside of the lock: its last reports
    /// may send.</summary>
    private ProducerClient? Exchange(bool when, Func<ProducerClient?> next)
    {
        _gate.EnterWriteLock();
        try
        {
            if (!when || _client is not { } old)
            {
                return null;
            }

            _client = next();
            return old;
        }
        finally
        {
            _gate.ExitWriteLock();
        }
    }

    private ProducerClient Build() => new(
        new ProducerBuilder<byte[], byte[]>(ClientConfigs.Producer(_options))
            .SetLogHandler((_, message) => _logger.ProducerReports(message.Message))
            .SetErrorHandler((_, error) => OnError(error))
            .Build());

    private void OnError(Error error)
    {
        if (error.IsFatal)
        {
            _logger.ProducerFatal(error.Reason);
            _fatal = true;
        }
        else
        {
            _logger.ProducerReports(error.Reason);
        }
    }

    private void Reported(DeliveryReport<byte[], byte[]> report)
    {
        if (report.Error.Code != ErrorCode.NoError)
        {
            Fail(_options.Topics.FromBroker(report.Topic), report.Message.Key, report.Error.Reason);
        }
    }

    private void Fail(string topic, byte[]? key, string reason)
    {
        var failed = Interlocked.Increment(ref _failed);
        if ((failed & (failed - 1)) == 0)
        {
            _logger.NotDelivered(topic, reason, failed);
        }

        _onFailure?.Invoke(new DeliveryFailure(topic, key, reason));
    }
}
