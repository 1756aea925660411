using Confluent.Kafka;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Kafka;

/// <summary>Messages whose senders write another unit of time than Kafka's.</summary>
public sealed class TimestampTests : BrokerTest
{
    private const long Microseconds = 1_700_000_000_000_000;

    [Fact]
    public async Task Consumer_WhenATimestampIsBeyondTheCalendar_TakesTheMessageWithoutItAndGoesOn()
    {
        var seen = new Recorder();
        var consumer = Start(
            new BroadcastConsumer(Options, [Topics.RunEvents], seen, TimeProvider.System, NullLogger.Instance));
        consumer.Start();
        await consumer.Ready;

        await SendAsync("strange", Microseconds);
        await SendAsync("usual", Microseconds / 1_000);

        var messages = await seen.Take("message", 2);
        Assert.Equal(["strange", "usual"], messages.Select(message => message.Text));
        Assert.Equal(
            [null, DateTimeOffset.FromUnixTimeMilliseconds(Microseconds / 1_000)],
            messages.Select(message => message.Message.SentAt));
    }

    [Fact]
    public async Task Reader_WhenATimestampIsBeyondTheCalendar_TakesTheMessageAndGoesOn()
    {
        await SendAsync("strange", Microseconds);
        await SendAsync("usual", Microseconds / 1_000);
        var messages = new List<TopicMessage>();
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));

        var fault = await Task.Run(() => TopicReader.Read(
            Options, Topics.RunEvents, new Dictionary<int, long> { [0] = 0 },
            message =>
            {
                messages.Add(message);
                return messages.Count < 2;
            },
            NullLogger.Instance, patience.Token));

        Assert.Null(fault);
        Assert.Equal(
            [DateTimeOffset.UnixEpoch, DateTimeOffset.FromUnixTimeMilliseconds(Microseconds / 1_000)],
            messages.Select(message => message.SentAt));
    }

    private async Task SendAsync(string body, long milliseconds)
    {
        using var producer = new ProducerBuilder<byte[], byte[]>(
            new ProducerConfig { BootstrapServers = Broker.BootstrapServers }).Build();
        await producer.ProduceAsync(
            new TopicPartition(Topics.RunEvents, 0),
            new Message<byte[], byte[]>
            {
                Value = Bytes(body),
                Timestamp = new Timestamp(milliseconds, TimestampType.CreateTime),
            });
    }
}
