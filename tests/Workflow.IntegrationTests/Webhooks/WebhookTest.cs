using System.Text.Json;
using Workflow.IntegrationTests.Api;
using Workflow.IntegrationTests.Fixtures;

namespace Workflow.IntegrationTests.Webhooks;

/// <summary>An API whose deliveries are quick, a receiver, and runs that the test ends by hand.</summary>
public abstract class WebhookTest(PostgresFixture postgres) : ApiTest(postgres), Xunit.IAsyncLifetime
{
    internal WebhookReceiver Receiver { get; private set; } = null!;

    protected override string[] Settings =>
    [
        "--WORKFLOW_WEBHOOK_LOOK_MS=10", "--WORKFLOW_WEBHOOK_RETRY_DELAY_MS=1", "--WORKFLOW_WEBHOOK_ATTEMPTS_MAX=3",
        "--WORKFLOW_WEBHOOK_PROGRESS_INTERVAL_MS=10", "--WORKFLOW_WEBHOOK_PER_OWNER_MAX=3",
        "--WORKFLOW_WEBHOOK_TIMEOUT_MS=60000",
    ];

    public new async Task InitializeAsync()
    {
        await base.InitializeAsync();
        Receiver = await WebhookReceiver.StartAsync();
    }

    public new async Task DisposeAsync()
    {
        await base.DisposeAsync();
        await Receiver.DisposeAsync();
    }

    /// <summary>Registers a webhook at the receiver; members beside the URL as JSON.</summary>
    protected async Task<JsonElement> HookAsync(string more = "", string? url = null, ApiHost? user = null)
    {
        var answer = await (user ?? Api).PostAsync(
            "/api/v1/webhooks", $$"""{"url": "{{url ?? Receiver.Url}}"{{more}}}""");
        var text = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.True(answer.StatusCode == System.Net.HttpStatusCode.Created, text);
        return JsonDocument.Parse(text).RootElement;
    }

    protected async Task<Guid> RunAsync(string body = "{}")
    {
        var workflow = await Api.RegisterAsync(Documents.Local());
        var answer = await Api.StartAsync(workflow, body);
        var text = await answer.Content.ReadAsStringAsync();
        Xunit.Assert.True(answer.IsSuccessStatusCode, text);
        return JsonDocument.Parse(text).RootElement.GetProperty("execution_id").GetGuid();
    }

    protected Task EndAsync(Guid run, string status = "COMPLETED") => Api.ExecuteAsync(
        $$"""
        update workflow_runs set status = '{{status}}', revision = revision + 1, completed_at = now(),
               output_data = '{"sum": 2}' where run_id = '{{run}}'
        """);

    protected async Task<JsonElement> DeliveriesAsync(string query = "") =>
        (await (await Api.Http.GetAsync($"/api/v1/webhook-deliveries?{query}")).JsonAsync()).GetProperty("deliveries");

    /// <summary>Waits until SQL says so.</summary>
    protected async Task UntilAsync(string condition)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        while (!await Api.QueryAsync<bool>($"select {condition}"))
        {
            Xunit.Assert.False(patience.IsCancellationRequested, $"Not within the time: {condition}");
            await Task.Yield();
        }
    }
}
