using System.Text.Json;
using Confluent.Kafka;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.Kafka;
using Xunit;

namespace Workflow.IntegrationTests.Tools;

/// <summary><c>call: asyncapi</c> with a subscription, to a cluster that is not the platform's.</summary>
[Collection(PostgresCollection.Name)]
public sealed class AsyncApiSubscriptionTests(PostgresFixture postgres)
{
    [Fact]
    public async Task R3_Subscription_WhenItsConsumerIsKilled_TakesEveryMessageSinceItBeganOnce()
    {
        using var broker = EmbeddedBroker.Start(new EmbeddedBrokerOptions());
        await using var server = await ToolServer.StartAsync();
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_TOOLS_KAFKA_SERVERS", broker.BootstrapServers)]);
        server.OnText("/chat.yaml", $$"""
            asyncapi: 3.0.0
            servers: { chat: { host: '{{broker.BootstrapServers}}', protocol: kafka } }
            channels: { inbox: { address: chat.inbox }, nowhere: { address: chat.nowhere } }
            operations:
              receive: { action: receive, channel: { $ref: '#/channels/inbox' } }
              lost: { action: receive, channel: { $ref: '#/channels/nowhere' } }
            """, "application/yaml");
        using var producer = new ProducerBuilder<Null, string>(
            new ProducerConfig { BootstrapServers = broker.BootstrapServers }).Build();
        await SendAsync(0);
        var run = await platform.StartTaskAsync(Call(
            "receive", "filter: '.payload.room == $input.room', consume: { amount: 2 }"), new { room = "a" });
        await platform.UntilSqlAsync($"""
            exists (select from step_executions
                     where run_id = '{run}' and status = 'RUNNING' and metadata->'subscription' is not null)
            """);

        await SendAsync(1);
        await SendAsync(2, room: "b");
        await platform.Consumers[0].KillAsync();
        platform.StartConsumer();
        await SendAsync(3);
        await platform.UntilSqlAsync(
            $"exists (select from workflow_runs where run_id = '{run}' and status in ('COMPLETED', 'FAILED'))");

        var step = await platform.StepAsync(run);
        Assert.Null(step.Detail);
        Assert.Equal("consume receive", step.Tool);
        Assert.Equal(
            ["1", "3"], step.Output.EnumerateArray().Select(each => $"{each.GetProperty("payload").GetProperty("n")}"));
        var timed = await platform.RunTaskAsync(
            Call("receive", "consume: { until: 'false', for: { milliseconds: 1 } }"));
        Assert.Equal((null, JsonValueKind.Array), (timed.Detail, timed.Output.ValueKind));
        var lost = await platform.RunTaskAsync(Call("lost", "consume: { amount: 1 }"));
        Assert.Equal("communication 503", lost.Error);
        Assert.Contains("topic 'chat.nowhere': there is no such topic", lost.Detail, StringComparison.Ordinal);

        string Call(string operation, string subscription) =>
            $"{{ call: asyncapi, with: {{ document: {{ endpoint: '{server.Url}/chat.yaml' }}, operation: {operation}, "
            + $"subscription: {{ {subscription} }} }} }}";

        // All on one partition, so that they come in order.
        Task SendAsync(int number, string room = "a") => producer.ProduceAsync(
            new TopicPartition("chat.inbox", 0),
            new Message<Null, string> { Value = JsonSerializer.Serialize(new { n = number, room }) });
    }
}
