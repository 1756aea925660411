using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.ExecutionConsumer.Startup;
using Workflow.Hosting;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Platform;
using Workflow.IntegrationTests.Verbs;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Lifecycle;

/// <summary>Lifecycle events on the topic of events, as dsl-reference.md lists them.</summary>
[Collection(ThirdPlatformCollection.Name)]
public sealed class LifecycleTests(LifecycleWorld world) : IClassFixture<LifecycleWorld>
{
    private LocalPlatform Platform => world.Local;

    [Fact]
    public async Task Events_WhenARunCompletes_TellItAndEveryTaskInOrderWithTheReferencesMembers()
    {
        var workflow = await Platform.RegisterAsync("""
              - outer:
                  do:
                    - inner: { set: { n: '${ .n + 1 }', secret: s } }
              - never: { if: 'false', set: { n: 0 } }
            """, "completing");

        var run = await Platform.StartRunAsync(workflow, new { n = 1 });
        var events = await world.UntilAsync(run, "workflow.completed");

        Assert.Equal(
            [
                "workflow.started", "task.created", "task.started", "task.created", "task.started", "task.completed",
                "task.completed", "workflow.completed",
            ],
            events.Select(LifecycleWorld.TypeOf));
        var name = $"completing-{run}.tests";
        var started = events[0];
        Assert.Equal(
            ("1.0", $"/api/v1/executions/{run}", run.ToString(), "application/json"),
            (Text(started, "specversion"), Text(started, "source"), Text(started, "subject"),
                Text(started, "datacontenttype")));
        Assert.Equal(["name", "startedAt", "definition"], Names(started));
        Assert.Equal(name, Text(started.GetProperty("data"), "name"));
        Assert.Equal(
            """{"name":"completing","namespace":"tests","version":"1.0.0"}""",
            started.GetProperty("data").GetProperty("definition").GetRawText());
        Assert.Equal(
            (name, "/do/0/outer", "/do/0/outer/do/0/inner"),
            (Text(Data(events[1]), "workflow"), Text(Data(events[1]), "task"), Text(Data(events[3]), "task")));
        Assert.Equal(["workflow", "task", "createdAt"], Names(events[1]));
        Assert.Equal(["workflow", "task", "completedAt", "output"], Names(events[5]));
        Assert.Equal(["name", "completedAt", "output"], Names(events[^1]));
        Assert.Equal(
            """{"n":2,"secret":"[redacted]"}""", Data(events[^1]).GetProperty("output").GetRawText().Replace(" ", ""));
        Assert.Equal(events.Count, events.Select(one => Text(one, "id")).Distinct().Count());
        var message = world.MessagesOf(run, Topics.Events)[0];
        Assert.Equal(
            ("application/cloudevents+json; charset=UTF-8", "local"),
            (message.Header("content-type"), message.Header("owner")));
    }

    [Fact]
    public async Task Events_WhenAStepIsNamedLikeTheMessagesOfReports_TellItLikeAnyOther()
    {
        var workflow = await Platform.RegisterAsync("  - run_report: { set: { n: run_report } }", "reporting");

        var run = await Platform.StartRunAsync(workflow);
        var events = await world.UntilAsync(run, "workflow.completed");

        Assert.Equal(
            ["workflow.started", "task.created", "task.started", "task.completed", "workflow.completed"],
            events.Select(LifecycleWorld.TypeOf));
        Assert.Equal("/do/0/run_report", Text(Data(Of(events, "task.completed")), "task"));
    }

    [Fact]
    public async Task Events_WhenATaskIsRetriedAndTheRunFails_TellAttemptsAndErrors()
    {
        var workflow = await Platform.RegisterAsync("""
              - risky:
                  try:
                    - broken: { raise: { error: { type: 'https://x.example/e', status: 503, title: Away } } }
                  catch: { errors: { with: { status: 503 } }, retry: { delay: PT0S, limit: { attempt: { count: 1 } } } }
            """, "failing");

        var run = await Platform.StartRunAsync(workflow);
        var events = await world.UntilAsync(run, "workflow.faulted");

        var types = events.Select(LifecycleWorld.TypeOf).ToList();
        Assert.Contains("task.faulted", types);
        Assert.Equal(["name", "faultedAt", "error"], Names(events[^1]));
        Assert.Equal(
            ("https://x.example/e", 503, "Away"),
            (Text(Data(events[^1]).GetProperty("error"), "type"),
                Data(events[^1]).GetProperty("error").GetProperty("status").GetInt32(),
                Text(Data(events[^1]).GetProperty("error"), "title")));
        Assert.Equal(["workflow", "task", "faultedAt", "error"], Names(events[types.IndexOf("task.faulted")]));
        Assert.Equal(
            await Platform.ScalarAsync<long>(
                $"select count(*) from step_executions where run_id = '{run}' and attempt > 1"),
            types.Count(type => type == "task.retried"));
        Assert.Contains("task.retried", types);
    }

    [Fact]
    public async Task Events_WhenARunListensIsPausedAndCancelled_TellThat()
    {
        var workflow = await Platform.RegisterAsync("""
              - first: { listen: { to: { one: { with: { type: told } } } } }
              - second: { listen: { to: { one: { with: { type: never } } } } }
            """, "waiting");
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilStepAsync(run, "first", "RUNNING");
        // The API tells of some changes and the consumer of the others; nothing else orders them.
        await world.UntilAsync(run, "workflow.correlation-started");
        await Platform.VerbAsync(run, "pause");
        await world.UntilAsync(run, "workflow.suspended");
        await Platform.VerbAsync(run, "resume");
        await world.UntilAsync(run, "workflow.resumed");
        await Platform.VerbAsync(run, "signals", new { type = "told" }, 202);
        await Platform.UntilStepAsync(run, "second", "RUNNING");
        await world.UntilAsync(run, "workflow.correlation-started", times: 2);
        await Platform.VerbAsync(run, "cancel");

        var events = await world.UntilAsync(run, "workflow.cancelled");

        Assert.Equal(
            [
                "workflow.started", "workflow.correlation-started", "workflow.suspended", "workflow.resumed",
                "workflow.correlation-completed", "workflow.correlation-started", "workflow.cancelled",
            ],
            events.Select(LifecycleWorld.TypeOf).Where(type => type.StartsWith("workflow.", StringComparison.Ordinal)));
        Assert.Equal(["name", "suspendedAt"], Names(Of(events, "workflow.suspended")));
        Assert.Equal(["name", "resumedAt"], Names(Of(events, "workflow.resumed")));
        Assert.Equal(["name", "completedAt"], Names(Of(events, "workflow.correlation-completed")));
        Assert.Equal(["workflow", "task", "cancelledAt"], Names(Of(events, "task.cancelled")));
        Assert.Equal(["name", "cancelledAt"], Names(events[^1]));
    }

    [Fact]
    public async Task R7_Events_WhenAChangeIsHeardAgain_HaveTheSameIds()
    {
        var workflow = await Platform.RegisterAsync("  - only: { set: { n: 1 } }", "twice");
        var run = await Platform.StartRunAsync(workflow);
        var once = await world.UntilAsync(run, "workflow.completed");
        using var producer = new MessageProducer(
            Platform.Kafka with { DeliveryTimeout = TimeSpan.FromSeconds(60) }, NullLogger.Instance);
        // The last change of a run comes after all others; it may be read later than what it was told as.
        while (!world.MessagesOf(run, Topics.RunEvents).Exists(IsCompletion))
        {
            await world.NextAsync();
        }

        foreach (var change in world.MessagesOf(run, Topics.RunEvents))
        {
            await producer.SendAsync(Topics.RunEvents, null, change.Key, change.Value!);
        }

        while (world.EventsOf(run).Count(one => LifecycleWorld.TypeOf(one) == "workflow.completed") < 2)
        {
            await world.NextAsync();
        }

        var told = world.EventsOf(run).CountBy(one => one.GetRawText()).ToDictionary();
        Assert.Equal(once.Select(one => one.GetRawText()).Order(), told.Keys.Order());
        Assert.All(told.Values, times => Assert.True(times >= 2));
    }

    [Fact]
    public async Task R7_Events_WhenNobodyPublishedForAWhile_AreToldLater()
    {
        var workflow = await Platform.RegisterAsync("  - only: { set: { n: 1 } }", "later");
        await Platform.Consumers[^1].KillAsync();
        Platform.StartConsumer(("WORKFLOW_LIFECYCLE_EVENTS", "none"));
        var run = await Platform.StartRunAsync(workflow);
        await Platform.UntilStatusAsync(run, "COMPLETED");
        await Platform.UntilAsync("the change was seen", async () =>
        {
            await world.NextAsync();
            return world.MessagesOf(run, Topics.RunEvents).Count > 0;
        });
        Assert.Empty(world.MessagesOf(run, Topics.Events));
        var brief = Platform.StartConsumer(("WORKFLOW_LIFECYCLE_EVENTS", "workflows"));

        var events = await world.UntilAsync(run, "workflow.completed");

        Assert.Equal(["workflow.started", "workflow.completed"], events.Select(LifecycleWorld.TypeOf));
        await brief.KillAsync();
        Platform.StartConsumer();
    }

    [Theory]
    [InlineData("EVENTS", "some", "is none of none, workflows, all.")]
    [InlineData("TOPIC", "workflow.run.events", "is no topic for them")]
    [InlineData("TOPIC", "two words", "is no topic for them")]
    [InlineData("AGE_MAX_MS", "5", "")]
    public void Settings_WhenAnOptionMustNotBeUsed_AreRefusedByItsName(string option, string value, string reason)
    {
        var refused = Assert.Throws<SettingException>(() => ConsumerSettings.Read(new Dictionary<string, string?>
        {
            ["DATABASE_URL"] = "postgresql://u:p@h/d",
            [$"WORKFLOW_LIFECYCLE_{option}"] = value,
        }));

        Assert.Contains($"WORKFLOW_LIFECYCLE_{option}", refused.Message, StringComparison.Ordinal);
        Assert.Contains(reason, refused.Message, StringComparison.Ordinal);
    }

    [Fact]
    public async Task R9_Listen_WhenLifecycleEventsGoByTheirType_HearsOthersOnlyAndNeverItself()
    {
        var hearing = await Platform.RegisterAsync("""
              - own:
                  listen: { to: { one: { with: { type: io.serverlessworkflow.task.started.v1 } } }, read: envelope }
            """, "hearing-tasks");
        var anything = await Platform.RegisterAsync("  - all: { listen: { to: { any: [] } } }", "hearing-anything");
        var quiet = await Platform.RegisterAsync("  - only: { set: { n: 1 } }", "heard");
        var any = await Platform.StartRunAsync(anything);
        await Platform.UntilStepAsync(any, "all", "RUNNING");
        await world.UntilAsync(any, "task.started");
        var run = await Platform.StartRunAsync(hearing);
        await Platform.UntilStepAsync(run, "own", "RUNNING");
        await world.UntilAsync(run, "task.started");

        await Platform.StartRunAsync(quiet);

        await Platform.UntilStatusAsync(run, "COMPLETED");
        var source = await Platform.ScalarAsync<string>(
            $"select output_data -> 0 ->> 'source' from workflow_runs where run_id = '{run}'");
        // Of one of the two as a rule; what runs of other tests did may be heard late.
        Assert.StartsWith("/api/v1/executions/", source, StringComparison.Ordinal);
        Assert.NotEqual($"/api/v1/executions/{run}", source);
        Assert.Equal("RUNNING 0", await Platform.ScalarAsync<string>($"""
            select status || ' ' || (select count(*) from run_inbox i where i.run_id = r.run_id)
              from workflow_runs r where run_id = '{any}'
            """));
        await Platform.VerbAsync(any, "cancel");
    }

    [Fact]
    public async Task R9_Schedule_WhenItGoesByLifecycleEvents_IsNotStartedByRunsOfItsOwn()
    {
        var quiet = await Platform.RegisterAsync("  - only: { set: { n: 1 } }", "followed");
        var following = await Platform.RegisterAsync("""
              - only: { set: { n: 2 } }
            schedule: { on: { one: { with: {
              type: io.serverlessworkflow.workflow.completed.v1, data: '${ .name | test("^follow(ed|ing)-") }' } } } }
            """, "following");

        foreach (var runs in new[] { 1, 2 })
        {
            await Platform.StartRunAsync(quiet);
            await Platform.UntilSqlAsync(
                $"count(*) >= {runs} from workflow_runs where workflow_id = '{following}' and status = 'COMPLETED'");
            var last = await Platform.ScalarAsync<Guid>(
                $"select run_id from workflow_runs where workflow_id = '{following}' order by run_id desc limit 1");
            await world.UntilAsync(last, "workflow.completed");
        }

        Assert.Equal(2, await Platform.ScalarAsync<long>(
            $"select count(*) from workflow_runs where workflow_id = '{following}'"));
        using var gone = await Platform.Http.DeleteAsync($"/api/v1/workflows/{following}");
        Assert.True(gone.IsSuccessStatusCode);
    }

    private static bool IsCompletion(ReceivedMessage change) => JsonSerializer.Deserialize(
        change.Value!, MessageJson.Default.RunEvent) is { Change: "completed" };

    private static JsonElement Of(List<JsonElement> events, string type) =>
        events.First(one => LifecycleWorld.TypeOf(one) == type);

    private static JsonElement Data(JsonElement one) => one.GetProperty("data");

    private static IEnumerable<string> Names(JsonElement one) =>
        Data(one).EnumerateObject().Select(member => member.Name);

    private static string? Text(JsonElement one, string name) => one.GetProperty(name).GetString();
}
