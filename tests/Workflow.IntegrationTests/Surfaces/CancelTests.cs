using System.Net;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Surfaces;

[Collection(PostgresCollection.Name)]
public sealed class CancelTests(PostgresFixture postgres) : ApiTest(postgres)
{
    [Theory]
    [InlineData("/api/v1/executions/{0}/cancel", "PENDING")]
    [InlineData("/api/v1/executions/{0}/cancel", "RUNNING")]
    [InlineData("/api/workflows/executions/{0}/cancel", "PENDING")]
    [InlineData("/api/workflows/executions/{0}/cancel", "RUNNING")]
    public async Task R6_Cancel_WhenTheRunIsOpen_IsFinalBeforeTheAnswer(string path, string status)
    {
        var run = await StartAsync();
        await Api.ExecuteAsync($"update workflow_runs set status = '{status}'");
        var answer = await Api.PostAsync(string.Format(path, run), "", type: null);

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var body = await answer.JsonAsync();
        Assert.Equal(
            $"{run} cancelled {status.ToLowerInvariant()}",
            $"{body.Text("execution_id")} {body.Text("status")} {body.Text("stage")}");
        Assert.Equal("CANCELLED|local", await Api.QueryAsync<string>(
            "select concat_ws('|', status, cancelled_by, error_message) from workflow_runs"));
        var at = body.GetProperty("cancelled_at").GetDateTimeOffset();
        Assert.True(await Api.QueryAsync<bool>($"select completed_at = '{at:O}' from workflow_runs"));
    }

    [Fact]
    public async Task Cancel_WhenAReasonIsGiven_KeepsItAndTellsOwnersAndBridges()
    {
        var run = await StartAsync();
        var answer = await Api.PostAsync($"/api/workflows/executions/{run}/cancel", """{"reason": "by mistake"}""");

        Assert.Equal("by mistake", (await answer.JsonAsync()).Text("error_message"));
        Assert.Equal("by mistake", await Api.QueryAsync<string>("select error_message from workflow_runs"));
        var message = Consume(Sharding.ShardOf(run, PostgresFixture.Partitions));
        Assert.Equal(run.ToString(), Encoding.UTF8.GetString(message.Message.Key));
        var body = JsonDocument.Parse(message.Message.Value).RootElement;
        Assert.Equal(
            $"{run} local by mistake cancellation_request",
            $"{body.Text("run_id")} {body.Text("cancelled_by")} {body.Text("reason")} {body.Text("message_type")}");
    }

    [Theory]
    [InlineData("/api/v1/executions/{0}/cancel")]
    [InlineData("/api/workflows/executions/{0}/cancel")]
    public async Task R2_Cancel_WhenTheRunHasEnded_Returns409AndChangesNothing(string path)
    {
        var run = await StartAsync();
        await Api.ExecuteAsync("update workflow_runs set status = 'COMPLETED'");

        var problem = await (await Api.PostAsync(string.Format(path, run), "{}")).ProblemAsync(
            409, "execution-not-cancellable");

        Assert.Equal("completed", problem.Text("execution_status"));
        Assert.Equal("COMPLETED", await Api.QueryAsync<string>("select status from workflow_runs"));
    }

    [Theory]
    [InlineData("/api/v1/executions/{0}/cancel")]
    [InlineData("/api/workflows/executions/{0}/cancel")]
    public async Task R10_Cancel_WhenTheRunIsUnknownOrSomebodyElses_Returns404(string path)
    {
        var run = await StartAsync();
        var bob = Api.As("bob");

        await (await bob.PostAsync(string.Format(path, run), "")).ProblemAsync(404, "execution-not-found");
        await (await Api.PostAsync(string.Format(path, Guid.NewGuid()), "")).ProblemAsync(404, "execution-not-found");
        await (await Api.PostAsync(string.Format(path, "seven"), "")).ProblemAsync(422, "invalid-parameter");
        Assert.Equal("PENDING", await Api.QueryAsync<string>("select status from workflow_runs"));
    }

    private async Task<Guid> StartAsync()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        return (await (await Api.StartAsync(workflow)).JsonAsync()).GetProperty("execution_id").GetGuid();
    }

    private ConsumeResult<byte[], byte[]> Consume(int partition)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Api.Broker.BootstrapServers,
            GroupId = "test",
        }).Build();
        consumer.Assign(new TopicPartitionOffset(Topics.CancellationRequests, partition, Offset.Beginning));
        return consumer.Consume(TimeSpan.FromSeconds(60)) ?? throw new InvalidOperationException("no message came");
    }
}
