using System.Text.Json;
using Workflow.Api.Live;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;
using Xunit;

namespace Workflow.IntegrationTests.Live;

/// <summary>An API whose runs a test owns.</summary>
public abstract class LiveTest(PostgresFixture postgres) : ApiTest(postgres), IAsyncLifetime
{
    /// <summary>Looks so rare that only events can be what was seen.</summary>
    protected const string WithoutLooks = "--WORKFLOW_LIVE_LOOK_INTERVAL_MS=60000";

    protected const string QuickLooks = "--WORKFLOW_LIVE_LOOK_INTERVAL_MS=50";

    /// <summary>No event is given up and no socket cut because the machine is slow.</summary>
    protected static readonly string[] Patient =
    [
        "--WORKFLOW_KAFKA_DELIVERY_TIMEOUT_MS=60000", "--WORKFLOW_LIVE_PING_TIMEOUT_MS=600000",
        "--WORKFLOW_LIVE_CLOSE_WAIT_MS=60000",
    ];

    internal TestOwner Owner { get; private set; } = null!;

    protected override string[] Settings => [.. Patient, QuickLooks];

    async Task IAsyncLifetime.InitializeAsync()
    {
        await InitializeAsync();
        Owner = new TestOwner(Api);
        await Api.Service<EventIntake>().Ready;
    }

    async Task IAsyncLifetime.DisposeAsync()
    {
        await Owner.DisposeAsync();
        await DisposeAsync();
    }

    /// <summary>A pending run, and whoever will execute it.</summary>
    internal async Task<OwnedRun> StartAsync(string name = "watched", string? user = null)
    {
        var api = user is null ? Api : Api.As(user);
        var workflow = await api.RegisterAsync(Documents.Local(name));
        var answer = await api.StartAsync(workflow);
        return await Owner.OwnAsync(Guid.Parse((await answer.JsonAsync()).Text("execution_id")));
    }

    internal Task<ProgressClient> WatchAsync(object executionId, long? since = null) =>
        ProgressClient.ConnectAsync(Api.Http.BaseAddress!, executionId, since);

    /// <summary>Type and revision, the two facts that order is about.</summary>
    protected static string Text(JsonElement message) => $"{message.Text("type")} {message.GetProperty("revision")}";

    protected static async Task UntilAsync(Func<bool> condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!condition())
        {
            patience.Token.ThrowIfCancellationRequested();
            await Task.Yield();
        }
    }
}
