using System.Net.Http.Json;
using System.Text;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Kafka;
using Workflow.IntegrationTests.Platform;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Reports;

/// <summary>An agent that reads Kafka itself and tells of its work on the topic of results.</summary>
[Collection(OwnerCollection.Name)]
public sealed class NativeReportTests(PostgresFixture postgres)
{
    [Fact]
    public async Task R3_Reports_WhenAnAgentSendsThemTwiceAndThenItsResult_AreKeptOnceBeforeTheStepEnds()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        using var agent = await NativeAgent.StartAsync(platform);
        var run = await agent.RunAsync();
        var task = await agent.TaskAsync();
        var reports = agent.Result(task, AgentOutcome.Report) with
        {
            Reports =
            [
                RawJson.FromText("""{"progress":0.5,"log":"half"}"""),
                RawJson.FromText("""{"tool_call":{"id":"a","name":"search","output":{"hits":1}}}"""),
                RawJson.FromText("""{"tool_call":{"id":"b","name":"fetch"}}"""),
            ],
        };

        await agent.SendAsync(MessageCodec.Encode(reports));
        await agent.SendAsync(MessageCodec.Encode(reports));
        await agent.SendAsync(MessageCodec.Encode(agent.Result(task, AgentOutcome.Completed) with
        {
            Output = RawJson.FromText("7"),
        }));
        await platform.UntilEndedAsync();

        Assert.Equal("COMPLETED 7", await platform.ScalarAsync<string>(
            $"select concat_ws(' ', status, output_data) from workflow_runs where run_id = '{run}'"));
        Assert.Equal("search COMPLETED, fetch CANCELLED", await platform.ScalarAsync<string>(
            "select string_agg(tool_name || ' ' || status, ', ' order by step_path) from step_executions " +
            $"where run_id = '{run}' and parent_task_id = '{task.TaskId}'"));
        Assert.Equal(0.5, await platform.ScalarAsync<double>(
            $"select progress from agent_reports where task_id = '{task.TaskId}'"));
    }

    [Fact]
    public async Task R9_Result_WhenTooLarge_FailsTheAttemptAndIsADeadLetter()
    {
        await using var platform = await LocalPlatform.StartAsync(postgres);
        using var agent = await NativeAgent.StartAsync(platform);
        var run = await agent.RunAsync();
        var task = await agent.TaskAsync();

        await agent.SendAsync(MessageCodec.Encode(agent.Result(task, AgentOutcome.Completed) with
        {
            Output = RawJson.FromText($"\"{new string('x', KafkaOptions.Local.BodyBytesMax)}\""),
        }));
        await platform.UntilEndedAsync();

        Assert.Contains("900000 are allowed (WORKFLOW_KAFKA_BODY_BYTES_MAX)", await platform.ScalarAsync<string>(
            $"select error ->> 'detail' from workflow_runs where run_id = '{run}' and status = 'FAILED'"));
        await agent.Seen.Until(seen => seen.Message.Topic == Topics.DeadLetter);
    }

    private sealed class NativeAgent : IDisposable
    {
        private readonly LocalPlatform _platform;
        private readonly MessageProducer _producer;
        private readonly BroadcastConsumer _listener;

        private NativeAgent(LocalPlatform platform)
        {
            _platform = platform;
            _producer = new MessageProducer(
                platform.Kafka with { DeliveryTimeout = TimeSpan.FromSeconds(60) }, NullLogger.Instance);
            _listener = new BroadcastConsumer(
                platform.Kafka, [Topics.AgentTasks, Topics.DeadLetter], Seen, TimeProvider.System,
                NullLogger.Instance);
        }

        public Recorder Seen { get; } = new();

        public static async Task<NativeAgent> StartAsync(LocalPlatform platform)
        {
            var agent = new NativeAgent(platform);
            agent._listener.Start();
            await agent._listener.Ready.WaitAsync(TimeSpan.FromSeconds(60));
            return agent;
        }

        public async Task<Guid> RunAsync()
        {
            using var put = await _platform.Http.PutAsJsonAsync("/api/v1/agents/Native", new { transport = "kafka" });
            Assert.True(put.IsSuccessStatusCode, await put.Content.ReadAsStringAsync());
            return await _platform.StartRunAsync(await _platform.RegisterAsync("""
                  - ask:
                      call: Native
                """));
        }

        public async Task<AgentTask> TaskAsync()
        {
            var seen = await Seen.Until(seen => seen.Message.Topic == Topics.AgentTasks);
            Assert.True(
                MessageCodec.TryDecode<AgentTask>(seen.Message.Value, 900_000, out var task, out var reason), reason);
            return task;
        }

        public AgentResult Result(AgentTask task, string outcome) => new(
            task.TaskId, task.RunId, outcome, default, null, task.Shard, null, TimeProvider.System.GetUtcNow());

        public async Task SendAsync(byte[] body)
        {
            var result = System.Text.Json.JsonSerializer.Deserialize(body, MessageJson.Default.AgentResult)!;
            var delivery = await _producer.SendAsync(
                Topics.AgentResults, result.Shard, Encoding.UTF8.GetBytes($"{result.RunId}"), body);
            Assert.True(delivery.Stored, delivery.Reason);
        }

        public void Dispose()
        {
            _listener.Dispose();
            _producer.Dispose();
        }
    }
}
