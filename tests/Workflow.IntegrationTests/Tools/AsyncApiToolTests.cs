using System.Text;
using Confluent.Kafka;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.Kafka;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>call: asyncapi</c> with a cluster that is not the platform's.</summary>
[Collection(PostgresCollection.Name)]
public sealed class AsyncApiToolTests(PostgresFixture postgres)
{
    [Fact]
    public async Task CallAsyncApi_WhenTheOperatorAllowsTheServer_PublishesTheMessage()
    {
        using var broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions());
        await using var server = await ToolServer.StartAsync();
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_TOOLS_KAFKA_SERVERS", broker.BootstrapServers)]);
        server.OnText("/orders.yaml", $$"""
            asyncapi: 3.0.0
            servers:
              shop: { host: '{{broker.BootstrapServers}}', protocol: kafka }
              other: { host: 'other.example:9092', protocol: kafka }
            channels:
              orders: { address: shop.orders }
              tasks: { address: workflow.agent.tasks }
            operations:
              send: { action: send, channel: { $ref: '#/channels/orders' } }
              steal: { action: send, channel: { $ref: '#/channels/tasks' } }
            """, "application/yaml");
        var sent = await CallAsync(
            "operation: send, message: { payload: { n: '${ .n }' }, headers: { kind: new, size: 3 } }");
        var other = await CallAsync("operation: send, server: { name: other }, message: { payload: 1 }");
        var steal = await CallAsync("operation: steal, message: { payload: 1 }");

        Assert.Null(sent.Detail);
        Assert.Equal(("tool_call", "publish send", """{"n":5}"""), (sent.Type, sent.Tool, sent.Output.GetRawText()));
        var message = Read(broker.BootstrapServers);
        Assert.Equal("""{"n":5}""", Encoding.UTF8.GetString(message.Value));
        Assert.Null(message.Key);
        Assert.Equal(
            ["application/json", $"{await TaskIdAsync(sent.Run)}", "new", "3"],
            message.Headers.Select(header => Encoding.UTF8.GetString(header.GetValueBytes())));
        Assert.Equal("configuration 400", other.Error);
        Assert.EndsWith("can allow it with WORKFLOW_TOOLS_KAFKA_SERVERS=other.example:9092.", other.Detail);
        Assert.Equal("configuration 400", steal.Error);
        Assert.StartsWith("The topic 'workflow.agent.tasks' is the platform's own", steal.Detail);

        Task<StepSeen> CallAsync(string with) => platform.RunTaskAsync(
            $"{{ call: asyncapi, with: {{ document: {{ endpoint: '{server.Url}/orders.yaml' }}, {with} }} }}",
            new { n = 5 });

        Task<Guid> TaskIdAsync(Guid run) => platform.ScalarAsync<Guid>(
            $"select task_id from step_executions where run_id = '{run}'");
    }

    private static Message<byte[], byte[]> Read(string servers)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = servers,
            GroupId = "reader",
            AutoOffsetReset = AutoOffsetReset.Earliest,
        }).Build();
        using var admin = new AdminClientBuilder(new AdminClientConfig { BootstrapServers = servers }).Build();
        var topic = admin.GetMetadata("shop.orders", TimeSpan.FromSeconds(60)).Topics.Single();
        consumer.Assign(topic.Partitions.Select(
            partition => new TopicPartitionOffset("shop.orders", partition.PartitionId, Offset.Beginning)));
        return consumer.Consume(TimeSpan.FromSeconds(60)).Message;
    }
}
