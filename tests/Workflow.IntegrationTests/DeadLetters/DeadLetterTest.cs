using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.DeadLetters;

/// <summary>An API that keeps dead letters, and letters to keep.</summary>
public abstract class DeadLetterTest(PostgresFixture postgres) : ApiTest(postgres)
{
    protected const string Desk = "/api/v1/dead-letters";

    protected override string[] Settings => ["--WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS=60000"];

    protected static DeadLetter Letter(
        string body = "{\"half\": ", string topic = Topics.ExecutionRequests, long offset = 7,
        string reason = "no JSON", string? key = null, DateTimeOffset? sentAt = null,
        params (string Name, string Value)[] headers) => new(
        reason, topic, 3, offset, key, body, null, DateTimeOffset.UnixEpoch, sentAt,
        headers.Length == 0 ? null : headers.ToDictionary(header => header.Name, header => header.Value));

    protected Task SendAsync(DeadLetter letter) => SendAsync(MessageCodec.Encode(letter));

    protected async Task SendAsync(byte[] letter)
    {
        var delivery = await Api.Service<MessageProducer>().SendAsync(Topics.DeadLetter, null, [1], letter);
        Assert.True(delivery.Stored, delivery.Reason);
    }

    /// <summary>Sends a letter, waits until it is kept and returns it as the list shows it.</summary>
    protected async Task<JsonElement> KeepAsync(DeadLetter letter)
    {
        var before = await Api.QueryAsync<long>("select count(*) from dead_letters");
        await SendAsync(letter);
        await UntilKeptAsync(before + 1);
        return (await LettersAsync()).EnumerateArray().First();
    }

    protected async Task UntilKeptAsync(long count)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (await Api.QueryAsync<long>("select count(*) from dead_letters") < count)
        {
            Assert.False(patience.IsCancellationRequested, $"Not {count} letters within the time.");
            await Task.Yield();
        }
    }

    protected async Task<JsonElement> LettersAsync(string query = "") =>
        (await (await Api.Http.GetAsync($"{Desk}?{query}")).JsonAsync()).GetProperty("letters");

    protected Task<HttpResponseMessage> DecideAsync(JsonElement letter, string verb, string body = "{}") =>
        Api.PostAsync($"{Desk}/{letter.Text("id")}/{verb}", body);

    /// <summary>The first message of a partition.</summary>
    protected ConsumeResult<byte[], byte[]> Consume(string topic, int partition)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Api.Broker.BootstrapServers,
            GroupId = "test",
        }).Build();
        consumer.Assign(new TopicPartitionOffset(topic, partition, Offset.Beginning));
        return consumer.Consume(TimeSpan.FromSeconds(60)) ?? throw new InvalidOperationException("no message came");
    }

    protected static string Header(ConsumeResult<byte[], byte[]> message, string name) =>
        Encoding.UTF8.GetString(message.Message.Headers.GetLastBytes(name));
}
