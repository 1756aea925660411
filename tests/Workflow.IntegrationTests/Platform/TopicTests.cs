using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Platform;

/// <summary>The request topic as other clients see and use it.</summary>
[Collection(SecondPlatformCollection.Name)]
public sealed class TopicTests(PostgresFixture postgres) : IAsyncLifetime
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);

    private const string Plan = """
        { "document": { "dsl": "1.0.0", "namespace": "x", "name": "by-hand", "version": "1.0.0" },
          "do": [ { "greet": { "set": { "hello": "${ .name }" } } } ] }
        """;

    private LocalPlatform _platform = null!;
    private MessageProducer _producer = null!;

    public async Task InitializeAsync()
    {
        _platform = await LocalPlatform.StartAsync(postgres);
        _producer = new MessageProducer(_platform.Kafka, NullLogger.Instance);
    }

    public async Task DisposeAsync()
    {
        _producer.Dispose();
        await _platform.DisposeAsync();
    }

    [Fact]
    public async Task Message_WhenTheApiStartsARun_HasExactlyTheFiveKeysOnTheRunsPartition()
    {
        var seen = new TaskCompletionSource<ReceivedMessage>();
        using var reader = new BroadcastConsumer(
            _platform.Kafka, [Topics.ExecutionRequests], new First(seen), TimeProvider.System, NullLogger.Instance);
        reader.Start();
        await reader.Ready;
        var workflow = await _platform.RegisterAsync("  - only:\n      set: { done: true }");

        var run = await _platform.StartRunAsync(workflow, new { name = "Ada" });

        var message = await seen.Task.WaitAsync(Patience);
        using var body = JsonDocument.Parse(message.Value!);
        Assert.Equal(
            ["input_data", "message_type", "run_id", "timestamp", "workflow_plan"],
            body.RootElement.EnumerateObject().Select(member => member.Name).Order());
        Assert.Equal(run, body.RootElement.GetProperty("run_id").GetGuid());
        Assert.Equal("execution_request", body.RootElement.GetProperty("message_type").GetString());
        Assert.Equal(Sharding.ShardOf(run, 16), message.Partition);
        Assert.Equal("api", message.Header("source"));
    }

    [Fact]
    public async Task Message_WhenProducedByHandWithANewRunId_StartsARun()
    {
        var run = Guid.NewGuid();
        await SendAsync(run, $$"""
            { "run_id": "{{run}}", "workflow_plan": {{Plan}}, "input_data": { "name": "Ada" },
              "timestamp": "2026-01-01T00:00:00Z", "message_type": "execution_request" }
            """);

        await _platform.UntilSqlAsync(
            $"count(*) = 1 from workflow_runs where run_id = '{run}' and status = 'COMPLETED'");
        Assert.Equal(
            """{"hello":"Ada"}""", await _platform.ScalarAsync<string>("select output_data::text from workflow_runs"));
    }

    [Fact]
    public async Task R1_R2_Message_WhenItComesAgainAfterTheEnd_ChangesNothing()
    {
        var run = Guid.NewGuid();
        var request = $$"""
            { "run_id": "{{run}}", "workflow_plan": {{Plan}}, "input_data": { "name": "Ada" },
              "timestamp": "2026-01-01T00:00:00Z", "message_type": "execution_request" }
            """;
        await SendAsync(run, request);
        await SendAsync(run, request);
        await _platform.UntilSqlAsync(
            $"count(*) = 1 from workflow_runs where run_id = '{run}' and status = 'COMPLETED'");
        const string all = "select json_agg(r)::text || (select json_agg(s)::text from step_executions s) "
            + "from workflow_runs r";
        var before = await _platform.ScalarAsync<string>(all);

        await SendAsync(run, request.Replace("Ada", "Bob", StringComparison.Ordinal));
        var next = Guid.NewGuid();
        await SendAsync(
            next, request.Replace(run.ToString(), next.ToString(), StringComparison.Ordinal),
            Sharding.ShardOf(run, 16));

        // Behind the message that came again, on the same partition: once this one is through, so is that.
        await _platform.UntilSqlAsync(
            $"count(*) = 1 from workflow_runs where run_id = '{next}' and status = 'COMPLETED'");
        Assert.Equal(before, await _platform.ScalarAsync<string>(
            $"{all} where run_id = '{run}'".Replace(
                "step_executions s", $"step_executions s where run_id = '{run}'", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task R6_Message_WhenARunIsCancelledByHand_EndsItAndTellsTheAgent()
    {
        var told = new TaskCompletionSource();
        await _platform.RegisterAgentAsync("Slow", async (_, ct) =>
        {
            await using var registration = ct.Register(told.SetResult);
            await Task.Delay(Timeout.Infinite, ct);
            return null;
        });
        var run = await _platform.StartRunAsync(await _platform.RegisterAsync("  - slow: { call: Slow }"));
        await _platform.UntilAsync("the agent is called", () => Task.FromResult(!_platform.Agents.Calls.IsEmpty));

        await SendAsync(run, $$"""
            { "run_id": "{{run}}", "cancelled_by": "me", "reason": "enough", "timestamp": "2026-01-01T00:00:00Z",
              "message_type": "cancellation_request" }
            """, Sharding.ShardOf(run, 16), Topics.CancellationRequests);

        // The bridge and the owner hear of it separately.
        await told.Task.WaitAsync(Patience);
        await _platform.UntilSqlAsync("status = 'CANCELLED' from workflow_runs");
        Assert.Equal("CANCELLED|me|enough|CANCELLED", await _platform.ScalarAsync<string>(
            "select concat_ws('|', r.status, cancelled_by, r.error_message, s.status) " +
            "from workflow_runs r join step_executions s using (run_id)"));
    }

    [Fact]
    public async Task R9_Message_WhenThePlanIsBad_BecomesAFailedRowWithTheReason()
    {
        var run = Guid.NewGuid();
        await SendAsync(run, $$"""
            { "run_id": "{{run}}", "workflow_plan": { "do": 5 }, "input_data": null,
              "timestamp": "2026-01-01T00:00:00Z", "message_type": "execution_request" }
            """);

        await _platform.UntilSqlAsync($"count(*) = 1 from workflow_runs where run_id = '{run}' and status = 'FAILED'");
        Assert.Contains(
            "document",
            await _platform.ScalarAsync<string>("select error_message from workflow_runs"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task R10_Message_WhenThePlanCallsSomebodyElsesAgent_BecomesAFailedRow()
    {
        await _platform.RegisterAgentAsync("Theirs", (_, _) => Task.FromResult<object?>(null));
        await using (var command = _platform.Data.CreateCommand("update agents set owner_id = 'somebody'"))
        {
            await command.ExecuteNonQueryAsync();
        }

        var run = Guid.NewGuid();
        var plan = Plan.Replace(
            "\"set\": { \"hello\": \"${ .name }\" }", "\"call\": \"Theirs\"", StringComparison.Ordinal);
        await SendAsync(run, $$"""
            { "run_id": "{{run}}", "workflow_plan": {{plan}}, "input_data": null,
              "timestamp": "2026-01-01T00:00:00Z", "message_type": "execution_request" }
            """);

        await _platform.UntilSqlAsync($"count(*) = 1 from workflow_runs where run_id = '{run}' and status = 'FAILED'");
        Assert.Contains(
            "no agent 'Theirs'",
            await _platform.ScalarAsync<string>("select error_message from workflow_runs"),
            StringComparison.Ordinal);
        Assert.Empty(_platform.Agents.Calls);
    }

    [Fact]
    public async Task R9_Message_WhenThePlanRunsAnUnknownWorkflow_BecomesAFailedRowWithTheReason()
    {
        var run = Guid.NewGuid();
        await SendAsync(run, $$"""
            { "run_id": "{{run}}", "input_data": null, "timestamp": "2026-01-01T00:00:00Z",
              "message_type": "execution_request", "workflow_plan": {
                "document": { "dsl": "1.0.0", "namespace": "x", "name": "by-hand", "version": "1.0.0" },
                "do": [ { "child": { "run": { "workflow": { "namespace": "x", "name": "nowhere" } } } } ] } }
            """);

        await _platform.UntilSqlAsync($"count(*) = 1 from workflow_runs where run_id = '{run}' and status = 'FAILED'");
        Assert.Contains(
            "x/nowhere latest",
            await _platform.ScalarAsync<string>("select error_message from workflow_runs"),
            StringComparison.Ordinal);
    }

    [Fact]
    public async Task R9_Message_WhenTheInputIsTooDeepToExecute_BecomesAFailedRowAndTheConsumerLives()
    {
        var run = Guid.NewGuid();
        var deep = new string('[', 515) + new string(']', 515);
        await SendAsync(run, $$"""
            { "run_id": "{{run}}", "workflow_plan": {{Plan}}, "input_data": {{deep}},
              "timestamp": "2026-01-01T00:00:00Z", "message_type": "execution_request" }
            """);

        await _platform.UntilSqlAsync($"count(*) = 1 from workflow_runs where run_id = '{run}' and status = 'FAILED'");
        var workflow = await _platform.RegisterAsync("  - only:\n      set: { done: true }");
        await _platform.StartRunAsync(workflow);
        await _platform.UntilEndedAsync();
        Assert.False(_platform.Consumers[0].HasExited);
    }

    [Theory]
    [InlineData("garbage")]
    [InlineData("{}")]
    [InlineData("{\"run_id\": 5}")]
    [InlineData("")]
    public async Task R9_Message_WhenItCannotBeRead_IsADeadLetterAndNothingElseIsDisturbed(string body)
    {
        var seen = new TaskCompletionSource<ReceivedMessage>();
        using var letters = new BroadcastConsumer(
            _platform.Kafka, [Topics.DeadLetter], new First(seen), TimeProvider.System, NullLogger.Instance);
        letters.Start();
        await letters.Ready;
        await SendAsync(Guid.NewGuid(), body, partition: 3);

        using var letter = JsonDocument.Parse((await seen.Task.WaitAsync(Patience)).Value!);
        Assert.Equal(Topics.ExecutionRequests, letter.RootElement.GetProperty("topic").GetString());
        Assert.Equal(3, letter.RootElement.GetProperty("partition").GetInt32());
        Assert.NotEmpty(letter.RootElement.GetProperty("reason").GetString()!);
        var workflow = await _platform.RegisterAsync("  - only:\n      set: { done: true }");
        await _platform.StartRunsAsync(workflow, 40);
        await _platform.UntilEndedAsync();
        Assert.Equal(
            40, await _platform.ScalarAsync<long>("select count(*) from workflow_runs where status = 'COMPLETED'"));
    }

    [Fact]
    public async Task DeadLetter_WhenItsBodyIsMendedAndRedriven_StartsTheRun()
    {
        var run = Guid.NewGuid();
        await SendAsync(run, "{\"run_id\": ", partition: 3);
        await _platform.UntilSqlAsync("count(*) = 1 from dead_letters where source_partition = 3");
        var mended = $$"""
            { "run_id": "{{run}}", "workflow_plan": {{Plan}}, "input_data": { "name": "Ada" },
              "timestamp": "2026-01-01T00:00:00Z", "message_type": "execution_request" }
            """;
        var letter = await _platform.ScalarAsync<Guid>("select id from dead_letters");
        using var answer = await _platform.Http.PostAsJsonAsync(
            $"/api/v1/dead-letters/{letter}/redrive", new { body = mended });
        Assert.True(answer.IsSuccessStatusCode, await answer.Content.ReadAsStringAsync());

        await _platform.UntilSqlAsync(
            $"count(*) = 1 from workflow_runs where run_id = '{run}' and status = 'COMPLETED'");
        Assert.Equal(
            """{"hello":"Ada"}""", await _platform.ScalarAsync<string>("select output_data::text from workflow_runs"));
    }

    private async Task SendAsync(
        Guid key, string body, int? partition = null, string topic = Topics.ExecutionRequests)
    {
        var delivery = await _producer.SendAsync(
            topic, partition, Encoding.ASCII.GetBytes(key.ToString()), Encoding.UTF8.GetBytes(body));
        Assert.True(delivery.Stored, delivery.Reason);
    }

    private sealed class First(TaskCompletionSource<ReceivedMessage> seen) : IMessageEvents
    {
        public void Message(Assignment assignment, in ReceivedMessage message) => seen.TrySetResult(message);
    }
}
