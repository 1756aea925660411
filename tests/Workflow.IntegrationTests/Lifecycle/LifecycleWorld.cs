using System.Text;
using System.Text.Json;
using Microsoft.Extensions.Logging.Abstractions;
using Workflow.IntegrationTests.Fixtures;
using Workflow.IntegrationTests.Kafka;
using Workflow.IntegrationTests.Platform;
using Workflow.Kafka;
using Workflow.Model;
using Xunit;

namespace Workflow.IntegrationTests.Lifecycle;

/// <summary>A platform that publishes lifecycle events, and what it has published so far.</summary>
public sealed class LifecycleWorld(PostgresFixture postgres) : IAsyncLifetime
{
    private readonly Recorder _seen = new();
    private readonly List<ReceivedMessage> _messages = [];
    private BroadcastConsumer _reader = null!;

    internal LocalPlatform Local { get; private set; } = null!;

    public async Task InitializeAsync()
    {
        Local = await LocalPlatform.StartAsync(
            postgres, settings: [("WORKFLOW_LIFECYCLE_EVENTS", "all"), ("WORKFLOW_REDACT_PATHS", "$.secret")]);
        _reader = new BroadcastConsumer(
            Local.Kafka, [Topics.Events, Topics.RunEvents], _seen, TimeProvider.System, NullLogger.Instance);
        _reader.Start();
        await _reader.Ready.WaitAsync(TimeSpan.FromSeconds(60));
    }

    public async Task DisposeAsync()
    {
        _reader.Dispose();
        await Local.DisposeAsync();
    }

    /// <summary>Waits for an event of the run, and hands back all lifecycle events of the run so far, each once: it
    /// may be told again at any time.</summary>
    internal async Task<List<JsonElement>> UntilAsync(Guid run, string type, int times = 1)
    {
        while (true)
        {
            var events = EventsOf(run).DistinctBy(one => one.GetRawText()).ToList();
            if (events.Count(one => TypeOf(one) == type) >= times)
            {
                return events;
            }

            await NextAsync();
        }
    }

    /// <summary>All lifecycle events of the run so far, as often as they were told.</summary>
    internal List<JsonElement> EventsOf(Guid run) =>
        [.. MessagesOf(run, Topics.Events).Select(message => JsonDocument.Parse(message.Value!).RootElement)];

    /// <summary>Waits for one more message.</summary>
    internal async Task NextAsync() => _messages.Add((await _seen.Until(_ => true)).Message);

    /// <summary>The run's messages of the topic that were seen.</summary>
    internal List<ReceivedMessage> MessagesOf(Guid run, string topic) =>
        [.. _messages.Where(one => one.Topic == topic && Encoding.UTF8.GetString(one.Key!) == run.ToString())];

    /// <summary>The type without what all have.</summary>
    internal static string TypeOf(JsonElement one) =>
        one.GetProperty("type").GetString()!.Replace("io.serverlessworkflow.", "").Replace(".v1", "");
}
