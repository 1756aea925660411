using Confluent.Kafka;
using Workflow.Kafka;

namespace Workflow.Bench.Limits;

/// <summary>One topic, out and in.</summary>
internal sealed class PipelineWire : IDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(10);
    private static readonly byte[] Body = new byte[300];

    private readonly IProducer<byte[], byte[]> _producer;
    private readonly IConsumer<byte[], byte[]> _consumer;
    private readonly CancellationTokenSource _stop = new();
    private readonly string _topic;
    private Thread? _reading;

    public PipelineWire(string brokers, string topic)
    {
        _topic = topic;
        _producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig { BootstrapServers = brokers, LingerMs = 0 }).Build();
        _consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = brokers,
            GroupId = "bench-pipeline",
            EnableAutoCommit = false,
            FetchWaitMaxMs = (int)KafkaOptions.Local.FetchWait.TotalMilliseconds,
            FetchQueueBackoffMs = 5,
        }).Build();
    }

    public void Start(Action<Guid> arrived)
    {
        using var admin = new DependentAdminClientBuilder(_producer.Handle).Build();
        var partitions = admin.GetMetadata(_topic, Patience).Topics.Single().Partitions;
        _consumer.Assign(partitions.Select(partition =>
        {
            var place = new TopicPartition(_topic, partition.PartitionId);
            return new TopicPartitionOffset(place, _consumer.QueryWatermarkOffsets(place, Patience).High);
        }));
        _reading = new Thread(() => Read(arrived));
        _reading.Start();
    }

    public void Send(Guid run) => _producer.Produce(
        _topic, new Message<byte[], byte[]> { Key = run.ToByteArray(), Value = Body });

    public void Dispose()
    {
        _stop.Cancel();
        _reading?.Join();
        _consumer.Close();
        _consumer.Dispose();
        _producer.Dispose();
        _stop.Dispose();
    }

    private void Read(Action<Guid> arrived)
    {
        try
        {
            while (true)
            {
                arrived(new Guid(_consumer.Consume(_stop.Token).Message.Key));
            }
        }
        catch (OperationCanceledException)
        {
        }
    }
}
