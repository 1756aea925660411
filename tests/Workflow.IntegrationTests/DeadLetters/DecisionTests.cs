using System.Net;
using System.Text;
using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Contract;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.DeadLetters;

[Collection(OwnerCollection.Name)]
public sealed class DecisionTests(PostgresFixture postgres) : DeadLetterTest(postgres)
{
    [Fact]
    public async Task Redrive_WhenNothingIsEdited_SendsTheMessageAsItWasToThePartitionOfItsRun()
    {
        var run = Guid.CreateVersion7();
        var body = $$"""{"run_id": "{{run}}", "odd": true}""";
        var letter = await KeepAsync(Letter(
            body, Topics.RunSignals, key: "k", headers: [("source", "api"), ("dead-letter-id", "an earlier one")]));
        var answer = await DecideAsync(letter, "redrive", """{"reason": "once more"}""");

        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        var partition = Sharding.ShardOf(run, PostgresFixture.Partitions);
        var message = Consume(Topics.RunSignals, partition);
        Assert.Equal((body, "k"), (
            Encoding.UTF8.GetString(message.Message.Value), Encoding.UTF8.GetString(message.Message.Key)));
        Assert.Equal(("api", letter.Text("id")), (Header(message, "source"), Header(message, "dead-letter-id")));
        Assert.Single(message.Message.Headers, header => header.Key == "dead-letter-id");
        var now = (await answer.JsonAsync()).GetProperty("letter");
        Assert.Equal(
            ("redriven", "local", $"workflow.run.signals/{partition}/0"),
            (now.Text("status"), now.Text("decided_by"), now.Text("redriven_to")));
        Assert.Equal("redrive_dead_letter once more", await Api.QueryAsync<string>(
            "select verb || ' ' || (detail ->> 'reason') from audit_log"));
    }

    [Fact]
    public async Task Redrive_WhenTheRunHasAShardOfItsOwn_GoesThere()
    {
        var run = Guid.CreateVersion7();
        var shard = (Sharding.ShardOf(run, PostgresFixture.Partitions) + 1) % PostgresFixture.Partitions;
        await Api.ExecuteAsync($"""
            insert into workflow_runs (run_id, workflow_name, owner_id, shard) values ('{run}', 'w', 'local', {shard})
            """);
        await DecideAsync(await KeepAsync(Letter($$"""{"run_id": "{{run}}"}""")), "redrive");
        Assert.Equal(run.ToString(), JsonDocument.Parse(
            Consume(Topics.ExecutionRequests, shard).Message.Value).RootElement.Text("run_id"));
    }

    [Fact]
    public async Task Redrive_WhenEverythingIsEdited_SendsTheEditAndALetterOfItTellsWhereItIsFrom()
    {
        var letter = await KeepAsync(Letter());
        await DecideAsync(
            letter, "redrive", """{"topic": "workflow.run.events", "key": "new", "body": "better"}""");
        var place = await Api.QueryAsync<string>("select redriven_to from dead_letters");
        var partition = int.Parse(place!.Split('/')[1]);
        var message = Consume(Topics.RunEvents, partition);
        Assert.Equal(("better", "new"), (
            Encoding.UTF8.GetString(message.Message.Value), Encoding.UTF8.GetString(message.Message.Key)));

        var again = await KeepAsync(Letter(offset: 8, headers: ("dead-letter-id", letter.Text("id"))));
        Assert.Equal(letter.Text("id"), again.Text("redriven_from"));
    }

    [Theory]
    [InlineData("redrive")]
    [InlineData("discard")]
    public async Task Decision_WhenSomebodyHasDecided_IsRefused(string verb)
    {
        var letter = await KeepAsync(Letter());
        Assert.Equal(HttpStatusCode.OK, (await DecideAsync(letter, "discard", """{"reason": "ours"}""")).StatusCode);
        await (await DecideAsync(letter, verb)).ProblemAsync(409, "dead-letter-closed");
        Assert.Equal("discard_dead_letter", await Api.QueryAsync<string>("select verb from audit_log"));
    }

    [Fact]
    public async Task Redrive_WhenTheBrokerIsDown_LeavesTheLetterOpen()
    {
        // An API of its own, which gives up soon: the others must not, however slow the machine is.
        await using var api = await ApiHost.StartAsync(
            await Postgres.CreateDatabaseAsync(), "--WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS=1000");
        var id = await ContractWorld.LetterAsync(api);
        api.Broker.Down();
        await (await api.PostAsync($"{Desk}/{id}/redrive", "{}")).ProblemAsync(503, "broker-unavailable");
        var letter = await (await api.Http.GetAsync($"{Desk}/{id}")).JsonAsync();
        Assert.Equal("open", letter.GetProperty("letter").Text("status"));
        Assert.Equal(0, await api.QueryAsync<long>("select count(*) from audit_log"));
        api.Broker.Up();
    }

    [Fact]
    public async Task Redrive_WhenThereIsNothingToSend_NamesWhatIsMissing()
    {
        var empty = await KeepAsync(Letter(""));
        var problem = await (await DecideAsync(empty, "redrive")).ProblemAsync(422, "invalid-body");
        Assert.Equal("/body", problem.GetProperty("errors")[0].Text("pointer"));
        var foreign = await KeepAsync(Letter(topic: "some.other.topic"));
        problem = await (await DecideAsync(foreign, "redrive")).ProblemAsync(422, "invalid-body");
        Assert.Equal("/topic", problem.GetProperty("errors")[0].Text("pointer"));
        await (await DecideAsync(empty, "redrive", """{"topic": "workflow.dead-letter"}"""))
            .ProblemAsync(422, "invalid-body");
    }

    [Fact]
    public async Task R9_Bulk_WhenManyMatch_DecidesAboutAsManyAsAllowedAndSaysWhetherMoreAreLeft()
    {
        for (var i = 0; i < 5; i++)
        {
            await SendAsync(Letter(i == 0 ? "" : "x", offset: i));
            await UntilKeptAsync(i + 1); // so that the one without a body is the oldest
        }

        await SendAsync(Letter(topic: Topics.AgentTasks));
        await UntilKeptAsync(6);
        await (await Api.PostAsync($"{Desk}/discard", "{}")).ProblemAsync(422, "invalid-body");

        var first = await BulkAsync("redrive", """{"topic": "workflow.execution.requests"}""");
        Assert.Equal("2 1 False", Counts(first));
        Assert.Contains("no body", first.GetProperty("failures")[0].Text("reason"), StringComparison.Ordinal);
        var rest = await BulkAsync("discard", """{"text": "NO json"}""");
        Assert.Equal("3 0 False", Counts(rest));
        var last = await BulkAsync("discard", """{"all": true}""");
        Assert.Equal("1 0 True", Counts(last));
        Assert.Equal("discarded 4 redriven 2", await Api.QueryAsync<string>("""
            select string_agg(decision || ' ' || n, ' ' order by decision)
              from (select decision, count(*) as n from dead_letters group by 1) as counted
            """));
    }

    protected override string[] Settings => [.. base.Settings, "--WORKFLOW_DEAD_LETTER_BULK_MAX=3"];

    private static string Counts(JsonElement bulk) =>
        string.Join(' ', new[] { "done", "failed", "is_all" }.Select(name => bulk.GetProperty(name)));

    private async Task<JsonElement> BulkAsync(string verb, string body)
    {
        var answer = await Api.PostAsync($"{Desk}/{verb}", body);
        Assert.Equal(HttpStatusCode.OK, answer.StatusCode);
        return await answer.JsonAsync();
    }
}
