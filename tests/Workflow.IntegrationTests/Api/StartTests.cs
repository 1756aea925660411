using System.Net;
using System.Text;
using System.Text.Json;
using Confluent.Kafka;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Api;

[Collection(PostgresCollection.Name)]
public sealed class StartTests(PostgresFixture postgres) : ApiTest(postgres)
{
    [Fact]
    public async Task Start_WhenTheWorkflowIsRegistered_WritesOnePendingRow()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var answer = await Api.StartAsync(workflow, """{"input_data": {"name": "Ada"}}""");

        Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        var body = await answer.JsonAsync();
        var id = body.GetProperty("execution_id").GetGuid();
        Assert.Equal(
            $$"""{"execution_id":"{{id}}","status":"pending","output_data":null,"error_message":null}""",
            body.GetRawText());
        Assert.Equal($"/api/workflows/executions/{id}", answer.Headers.Location?.OriginalString);
        Assert.Equal(7, id.Version);
        var row = await Api.QueryAsync<string>($$"""
            select concat_ws('|', status, workflow_version, workflow_name, owner_id, total_steps, shard,
                             input_data::text)
              from workflow_runs where run_id = '{{id}}'
            """);
        Assert.Equal(
            $$"""PENDING|1.0.0|greet|local|2|{{Sharding.ShardOf(id, PostgresFixture.Partitions)}}|{"name": "Ada"}""",
            row);
    }

    [Fact]
    public async Task Start_WhenRunsComeOneByOne_GoesRoundAllShards()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        for (var i = 0; i < PostgresFixture.Partitions; i++)
        {
            await Api.StartAsync(workflow, "{}");
        }

        Assert.Equal(PostgresFixture.Partitions, await Api.QueryAsync<long>(
            "select count(distinct shard) from workflow_runs"));
    }

    [Fact]
    public async Task Start_WhenAccepted_SendsAMessageWithExactlyTheSeedsKeysToTheShardsPartition()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var id = (await (await Api.StartAsync(workflow, """{"input_data": {"n": 1}}""")).JsonAsync())
            .GetProperty("execution_id").GetGuid();

        var message = Consume(Sharding.ShardOf(id, PostgresFixture.Partitions));
        Assert.Equal(id.ToString(), Encoding.UTF8.GetString(message.Message.Key));
        Assert.Equal("api", Encoding.UTF8.GetString(message.Message.Headers.GetLastBytes("source")));
        var body = JsonDocument.Parse(message.Message.Value).RootElement;
        Assert.Equal(
            ["run_id", "workflow_plan", "input_data", "timestamp", "message_type"],
            body.EnumerateObject().Select(member => member.Name));
        Assert.Equal("execution_request", body.Text("message_type"));
        Assert.Equal("greet", body.GetProperty("workflow_plan").GetProperty("document").Text("name"));
        Assert.Equal(1, body.GetProperty("input_data").GetProperty("n").GetInt32());
    }

    [Theory]
    [InlineData("")]
    [InlineData("{}")]
    [InlineData("""{"input_data": null}""")]
    public async Task Start_WhenThereIsNoInput_StoresNone(string body)
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        Assert.Equal(HttpStatusCode.Accepted, (await Api.StartAsync(workflow, body)).StatusCode);
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs where input_data is null"));
    }

    [Fact]
    public async Task Start_WhenTheKeyComesAgain_ReturnsTheFirstRun()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var first = await (await Api.StartAsync(workflow, """{"input_data": {"n": 1}}""", "k1")).JsonAsync();
        await Api.ExecuteAsync("update workflow_runs set status = 'COMPLETED', output_data = '{\"sum\": 2}'");
        var again = await Api.StartAsync(workflow, """{ "input_data": {"n": 1} }""", "k1");

        Assert.Equal(HttpStatusCode.Accepted, again.StatusCode);
        Assert.Equal("true", again.Headers.GetValues("Idempotency-Replayed").Single());
        var body = await again.JsonAsync();
        Assert.Equal(first.Text("execution_id"), body.Text("execution_id"));
        Assert.Equal("completed", body.Text("status"));
        Assert.Equal(2, body.GetProperty("output_data").GetProperty("sum").GetInt32());
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Start_WhenTheKeyComesWithAnotherBodyOrWorkflow_Returns422()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var other = await Api.RegisterAsync(Documents.Local("other"));
        await Api.StartAsync(workflow, """{"input_data": {"n": 1}}""", "k1");

        var otherBody = await Api.StartAsync(workflow, """{"input_data": {"n": 2}}""", "k1");
        await otherBody.ProblemAsync(422, "idempotency-key-reused");
        var otherWorkflow = await Api.StartAsync(other, """{"input_data": {"n": 1}}""", "k1");
        await otherWorkflow.ProblemAsync(422, "idempotency-key-reused");
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task R1_Start_WhenTheSameKeyRaces_WritesOneRow()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var answers =
            await Task.WhenAll(Enumerable.Range(0, 50).Select(i => Api.StartAsync(workflow, "{}", $"key-{i % 5}")));

        Assert.All(answers, answer => Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode));
        var ids = new HashSet<string>();
        foreach (var answer in answers)
        {
            ids.Add((await answer.JsonAsync()).Text("execution_id"));
        }

        Assert.Equal(5, ids.Count);
        Assert.Equal(5, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Start_WhenANewVersionWasRegistered_RunsIt()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        await Api.StartAsync(workflow);
        Assert.Equal(workflow, await Api.RegisterAsync(Documents.Local(version: "1.1.0", greeting: "hi")));
        await Api.StartAsync(workflow);

        Assert.Equal("1.0.0,1.1.0", await Api.QueryAsync<string>(
            "select string_agg(workflow_version, ',' order by created_at) from workflow_runs"));
    }

    [Fact]
    public async Task Start_WhenTheWorkflowIsUnknownOrSomebodyElses_Returns404()
    {
        await (await Api.StartAsync(Guid.NewGuid())).ProblemAsync(404, "workflow-not-found");
        var workflow = await Api.RegisterAsync(Documents.Local());
        await (await Api.As("bob").StartAsync(workflow)).ProblemAsync(404, "workflow-not-found");
        Assert.Equal(0, await Api.QueryAsync<long>("select count(*) from workflow_runs"));
    }

    [Fact]
    public async Task Start_WhenTheBrokerIsDown_IsAcceptedAllTheSame()
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        Api.Broker.Down();
        Assert.Equal(HttpStatusCode.Accepted, (await Api.StartAsync(workflow)).StatusCode);
        Assert.Equal(1, await Api.QueryAsync<long>("select count(*) from workflow_runs where status = 'PENDING'"));
    }

    private ConsumeResult<byte[], byte[]> Consume(int partition)
    {
        using var consumer = new ConsumerBuilder<byte[], byte[]>(new ConsumerConfig
        {
            BootstrapServers = Api.Broker.BootstrapServers,
            GroupId = "test",
        }).Build();
        consumer.Assign(new TopicPartitionOffset(Topics.ExecutionRequests, partition, Offset.Beginning));
        return consumer.Consume(TimeSpan.FromSeconds(60)) ?? throw new InvalidOperationException("no message came");
    }
}
