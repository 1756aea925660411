using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>Requests from another time: of a run that was deleted, or sent long ago by somebody else.</summary>
[Collection(PlatformCollection.Name)]
public sealed class OldMessageTests(PostgresFixture postgres)
{
    private const string Plan = """
        { "document": { "dsl": "1.0.0", "namespace": "x", "name": "by-hand", "version": "1.0.0" },
          "do": [ { "greet": { "set": { "hello": "you" } } } ] }
        """;

    [Fact]
    public async Task R9_Message_WhenItIsAncientOrOfADeletedRun_IsADeadLetterAndStartsNothing()
    {
        await using var platform = await LocalPlatform.StartAsync(
            postgres, settings: ("WORKFLOW_CONSUMER_FOREIGN_AGE_MAX_MS", "1"));
        using var producer = new MessageProducer(platform.Kafka, NullLogger.Instance);

        var (ancient, deleted) = (Guid.NewGuid(), Guid.NewGuid());
        platform.Consumers[0].Freeze();
        await SendAsync(producer, ancient);
        await SendAsync(producer, deleted, new MessageHeader(MessageHeaders.Source, MessageHeaders.SourceApi));
        platform.Consumers[0].Wake();

        await platform.UntilSqlAsync("count(*) = 2 from dead_letters");
        Assert.Contains("ForeignAgeMax", await ReasonAsync(platform, ancient), StringComparison.Ordinal);
        Assert.Contains("does not exist", await ReasonAsync(platform, deleted), StringComparison.Ordinal);
        await platform.StartRunsAsync(await platform.RegisterAsync("  - only: { set: { done: true } }"), 40);
        await platform.UntilEndedAsync();
        Assert.Equal(
            (40, 40), (
                await platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"),
                await platform.ScalarAsync<long>("select count(*) from workflow_runs")));
    }

    private static async Task SendAsync(MessageProducer producer, Guid run, params MessageHeader[] headers)
    {
        var delivery = await producer.SendAsync(
            Topics.ExecutionRequests, Sharding.ShardOf(run, 16), Encoding.ASCII.GetBytes(run.ToString()),
            Encoding.UTF8.GetBytes($$"""
                { "run_id": "{{run}}", "workflow_plan": {{Plan}}, "input_data": {},
                  "timestamp": "2020-01-01T00:00:00Z", "message_type": "execution_request" }
                """), headers);
        Assert.True(delivery.Stored, delivery.Reason);
    }

    private static Task<string> ReasonAsync(LocalPlatform platform, Guid run) =>
        platform.ScalarAsync<string>($"select reason from dead_letters where run_id = '{run}'");
}
