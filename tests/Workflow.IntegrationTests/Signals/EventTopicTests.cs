using System.Collections.Concurrent;
using System.Net;
using System.Net.Http.Json;
using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Kafka;
using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Verbs;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Signals;

/// <summary>Events on the topic: sent by runs, taken by runs.</summary>
[Collection(OwnerCollection.Name)]
public sealed class EventTopicTests(VerbPlatform shared) : IClassFixture<VerbPlatform>
{
    private LocalPlatform Platform => shared.Local;

    [Fact]
    public async Task Emit_WithoutARun_IsACloudEventOnTheTopicAndTheOutputOfItsStep()
    {
        var seen = new Recorder();
        using var reader = new BroadcastConsumer(
            Platform.Kafka, [Topics.Events], seen, TimeProvider.System, NullLogger.Instance);
        reader.Start();
        await reader.Ready.WaitAsync(TimeSpan.FromSeconds(60));
        var workflow = await Platform.RegisterAsync("""
              - tell: { emit: { event: { with: { source: /tests, type: told, data: { n: '${ .n }' } } } } }
            """, "emitting");

        var run = await Platform.StartRunAsync(workflow, new { n = 3 });
        var message = (await seen.Until(one => one.Message.Topic == Topics.Events)).Message;
        await Platform.UntilStatusAsync(run, "COMPLETED");

        var cloudEvent = JsonDocument.Parse(message.Value!).RootElement;
        Assert.Equal(run.ToString(), Encoding.ASCII.GetString(message.Key!));
        Assert.Equal(
            ("application/cloudevents+json; charset=UTF-8", "local"),
            (message.Header("content-type"), message.Header("owner")));
        Assert.Equal(("1.0", "told", "/tests", 3), (
            cloudEvent.GetProperty("specversion").GetString(), cloudEvent.GetProperty("type").GetString(),
            cloudEvent.GetProperty("source").GetString(),
            cloudEvent.GetProperty("data").GetProperty("n").GetInt32()));
        Assert.Equal(cloudEvent.GetProperty("id").GetString(), await Platform.ScalarAsync<string>(
            $"select output_data ->> 'id' from step_executions where run_id = '{run}'"));
    }

    [Fact]
    public async Task R10_Listen_WhenARunEmits_OnlyTheRunThatItCorrelatesWithGetsTheEvent()
    {
        var listening = await Platform.RegisterAsync("""
              - paid:
                  listen:
                    to:
                      one:
                        with: { type: order.paid, data: '${ .amount > 5 }' }
                        correlate: { order: { from: .data.order, expect: '${ .order }' } }
            """, "correlating");
        var paying = await Platform.RegisterAsync("""
              - small: { emit: { event: { with: { source: /pay, type: order.paid, data: { order: 2, amount: 1 } } } } }
              - tell: { emit: { event: { with: { source: /pay, type: order.paid, data: { order: 2, amount: 7 } } } } }
            """, "paying");
        var first = await Platform.StartRunAsync(listening, new { order = 1 });
        var second = await Platform.StartRunAsync(listening, new { order = 2 });
        var others = await Platform.StartRunAsync(listening, new { order = 2 });
        foreach (var run in new[] { first, second, others })
        {
            await Platform.UntilStepAsync(run, "paid", "RUNNING");
        }

        await Platform.ScalarAsync<long>(
            $"with u as (update event_waits set owner_id = 'somebody else' where run_id = '{others}' returning 1) "
            + "select count(*) from u");
        await Platform.StartRunAsync(paying);

        await Platform.UntilStatusAsync(second, "COMPLETED");
        Assert.Equal("""[{"order":2,"amount":7}]""", await Platform.ScalarAsync<string>(
            $"select output_data::text from workflow_runs where run_id = '{second}'"));
        Assert.Equal("2 0", await Platform.ScalarAsync<string>($"""
            select count(*) || ' ' || (select count(*) from run_inbox) from workflow_runs
             where run_id in ('{first}', '{others}') and status = 'RUNNING'
            """));
        await Platform.VerbAsync(first, "cancel");
        await Platform.VerbAsync(others, "cancel");
        Assert.Equal(0, await Platform.ScalarAsync<long>("select count(*) from event_waits"));
    }

    [Fact]
    public async Task Publish_WhenARunListens_ReachesItUnderTheCallersName()
    {
        var workflow = await Platform.RegisterAsync("""
              - heard: { listen: { to: { one: { with: { type: heard, subject: order/4 } } }, read: envelope } }
            """, "hearing");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilStepAsync(run, "heard", "RUNNING");

        foreach (var subject in new[] { "order/3", "order/4" })
        {
            using var answer = await Platform.Http.PostAsJsonAsync(
                "/api/v1/events", new { type = "heard", subject, source = "/shop", data = 7 });
            Assert.Equal(HttpStatusCode.Accepted, answer.StatusCode);
        }

        await Platform.UntilStatusAsync(run, "COMPLETED");
        Assert.Equal("order/4 /shop local 7", await Platform.ScalarAsync<string>($"""
            select concat_ws(' ', output_data -> 0 ->> 'subject', output_data -> 0 ->> 'source',
                             output_data -> 0 ->> 'sentby', output_data -> 0 ->> 'data')
              from workflow_runs where run_id = '{run}'
            """));
    }

    [Fact]
    public async Task R3_Listen_WhenAConsumerDiesAndEventsComeAgain_EachIsTakenOnce()
    {
        var workflow = await Platform.RegisterAsync("""
              - both: { listen: { to: { all: [ { with: { type: left } }, { with: { type: right } } ] } } }
              - more: { listen: { to: { one: { with: { type: left } } } } }
            """, "surviving");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilStepAsync(run, "both", "RUNNING");
        var (each, called, free) = await DealWithAsync("each.left", "each.last");
        using var producer = new MessageProducer(Platform.Kafka, NullLogger.Instance);
        await SendAsync(producer, "left", "1", """{"n":1}""");
        await SendAsync(producer, "each.left", "1", "1");
        await SendAsync(producer, "each.left", "2", "2");
        await Platform.UntilSqlAsync($"exists (select from run_inbox where run_id = '{run}')");
        await Platform.UntilAsync("the second event is dealt with", () => Task.FromResult(called.Count == 2));

        await Platform.Consumers[^1].KillAsync();
        await SendAsync(producer, "right", "1", "2");
        await SendAsync(producer, "left", "1", "3");
        await SendAsync(producer, "each.left", "1", "1");
        await SendAsync(producer, "each.left", "3", "3");
        await SendAsync(producer, "each.last", "4", "4");
        Platform.StartConsumer();
        free.SetResult();
        await Platform.UntilStatusAsync(each, "COMPLETED");
        Assert.Equal("[11,12,13]", await Platform.ScalarAsync<string>(
            $"select output_data::text from workflow_runs where run_id = '{each}'"));
        Assert.Equal("1 2 3", string.Join(' ', called.Distinct().Order()));
        Assert.Equal(1, called.Count(one => one == 1));
        await Platform.UntilStepAsync(run, "more", "RUNNING");
        await SendAsync(producer, "left", "1", "4");
        await SendAsync(producer, "left", "2", "5");

        await Platform.UntilStatusAsync(run, "COMPLETED");
        Assert.Equal("""[{"n":1},2] [5]""", await Platform.ScalarAsync<string>($"""
            select string_agg(output_data::text, ' ' order by step_path) from step_executions where run_id = '{run}'
            """));
    }

    [Fact]
    public async Task R1_ScheduleOn_WhenAConsumerDiesAndEventsComeAgain_EachStartsOneRun()
    {
        await Platform.RegisterAsync("""
              - greet: { set: { n: '${ $workflow.input[0].data }' } }
            schedule: { on: { one: { with: { type: starting } } } }
            """, "starting");
        using var producer = new MessageProducer(Platform.Kafka, NullLogger.Instance);
        foreach (var n in Enumerable.Range(1, 5))
        {
            await SendAsync(producer, "starting", $"{n}", $"{n}");
        }

        await Platform.UntilSqlAsync("exists (select from workflow_runs where workflow_name = 'starting')");
        await Platform.Consumers[^1].KillAsync();
        foreach (var n in Enumerable.Range(1, 8))
        {
            await SendAsync(producer, "starting", $"{n}", $"{n}");
        }

        Platform.StartConsumer();
        await Platform.UntilSqlAsync(
            "count(*) >= 8 from workflow_runs where workflow_name = 'starting' and status = 'COMPLETED'");
        Assert.Equal("1 2 3 4 5 6 7 8", await Platform.ScalarAsync<string>("""
            select string_agg(output_data ->> 'n', ' ' order by output_data ->> 'n')
              from workflow_runs where workflow_name = 'starting'
            """));
    }

    [Fact]
    public async Task R3_Retry_OfAListenThatFailedWithAnEvent_GoesOnWithThatEventAndListensForMore()
    {
        var broken = 2;
        await Platform.RegisterAgentAsync("Brittle", (call, _) => call.Input.GetProperty("n").GetInt32() == broken
            ? throw new InvalidOperationException("broken")
            : Task.FromResult<object?>(call.Input.GetProperty("n").GetInt32() * 10));
        var workflow = await Platform.RegisterAsync("""
              - hear:
                  listen: { to: { any: [ { with: { type: again } } ], until: '. | length == 3' } }
                  foreach: { do: [ { work: { call: Brittle, with: { n: '${ $item }' } } } ] }
            """, "brittle");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilStepAsync(run, "hear", "RUNNING");
        using var producer = new MessageProducer(Platform.Kafka, NullLogger.Instance);
        await SendAsync(producer, "again", "1", "1");
        await SendAsync(producer, "again", "2", "2");
        await Platform.UntilStatusAsync(run, "FAILED");

        broken = 0;
        var made = (await Platform.VerbAsync(run, "retry", status: 202)).GetProperty("execution_id").GetGuid();
        await Platform.UntilSqlAsync($"""
            exists (select from step_executions
                     where run_id = '{made}' and step_id = 'foreach' and iteration = '1' and status = 'COMPLETED')
            """);
        await SendAsync(producer, "again", "3", "3");

        await Platform.UntilStatusAsync(made, "COMPLETED");
        Assert.Equal("[10,20,30]", await Platform.ScalarAsync<string>(
            $"select output_data::text from workflow_runs where run_id = '{made}'"));
        Assert.Equal("hear=true foreach=true", await Platform.ScalarAsync<string>($"""
            select string_agg(concat(step_id, '=', metadata ->> 'inherited'), ' ' order by step_path)
              from step_executions where run_id = '{made}' and iteration = '0' and step_path !~ '/do/0/work'
            """));
    }

    [Fact]
    public async Task R9_Listen_WhenEventsAreUnreadableOrUnwanted_TheyGoAndTheNextOneIsTaken()
    {
        var workflow = await Platform.RegisterAsync("""
              - wanted: { listen: { to: { one: { with: { type: '${ . == $input.type }' } } }, read: envelope } }
            """, "choosing");
        var run = await Platform.StartRunAsync(workflow, new { type = "chosen" });
        await Platform.UntilStepAsync(run, "wanted", "RUNNING");
        using var producer = new MessageProducer(Platform.Kafka, NullLogger.Instance);
        await producer.SendAsync(Topics.Events, 0, [], Encoding.UTF8.GetBytes("""{"specversion":"1.0","id":"1"}"""));
        await SendAsync(producer, "other", "1", "1");
        await SendAsync(producer, "workflow.approval", "1", "1");
        await Platform.UntilSqlAsync(
            $"exists (select from dead_letters where source_topic = '{Topics.Events}' and reason like 'source is%')");

        await producer.SendAsync(
            Topics.Events, 0, [], Encoding.UTF8.GetBytes("7"), new("ce_specversion", "1.0"), new("ce_id", "9"),
            new("ce_source", "/outside"), new("ce_type", "chosen"), new("ce_tone", "low"));

        await Platform.UntilStatusAsync(run, "COMPLETED");
        Assert.Equal("low 7", await Platform.ScalarAsync<string>($"""
            select concat_ws(' ', output_data -> 0 ->> 'tone', output_data -> 0 ->> 'data')
              from workflow_runs where run_id = '{run}'
            """));
    }

    /// <summary>Starts a run that calls an agent for each event until another type comes.</summary>
    /// <returns>The run, what the agent was called with, and what lets it answer about 2.</returns>
    private async Task<(Guid Run, ConcurrentQueue<int> Called, TaskCompletionSource Free)> DealWithAsync(
        string type, string last)
    {
        var (called, free) = (new ConcurrentQueue<int>(), new TaskCompletionSource());
        await Platform.RegisterAgentAsync("Noter", async (call, ct) =>
        {
            var n = call.Input.GetProperty("n").GetInt32();
            called.Enqueue(n);
            await (n == 2 ? free.Task.WaitAsync(ct) : Task.CompletedTask);
            return n + 10;
        });
        var workflow = await Platform.RegisterAsync($$"""
              - hear:
                  listen:
                    to: { any: [ { with: { type: {{type}} } } ], until: { one: { with: { type: {{last}} } } } }
                  foreach: { item: event, do: [ { note: { call: Noter, with: { n: '${ $event }' } } } ] }
            """, "noting");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilStepAsync(run, "hear", "RUNNING");
        return (run, called, free);
    }

    /// <summary>All on one partition, so that they come in order.</summary>
    private static async Task SendAsync(MessageProducer producer, string type, string id, string data)
    {
        var delivery = await producer.SendAsync(
            Topics.Events, 0, [], Encoding.UTF8.GetBytes(
                $$"""{"specversion":"1.0","id":"{{id}}","source":"/{{type}}","type":"{{type}}","data":{{data}}}"""));
        Assert.True(delivery.Stored, delivery.Reason);
    }
}
