using System.Net.Http.Json;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Routing;
using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.AgentSdk;

/// <summary>An app with agents that are made with the SDK, on a loopback port.</summary>
internal sealed class SdkAgent : IAsyncDisposable
{
    private readonly WebApplication _app;

    private SdkAgent(WebApplication app)
    {
        _app = app;
        Http = new HttpClient { BaseAddress = new Uri(app.Urls.Single()) };
    }

    public HttpClient Http { get; }

    public static async Task<SdkAgent> StartAsync(
        Action<IEndpointRouteBuilder> map, string url = "http://127.0.0.1:0",
        Action<WebApplicationBuilder>? build = null)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(url);
        build?.Invoke(builder);
        var app = builder.Build();
        map(app);
        await app.StartAsync();
        return new SdkAgent(app);
    }

    /// <summary>Calls as a bridge does.</summary>
    public async Task<HttpResponseMessage> CallAsync(
        Guid taskId, object input, DateTimeOffset? deadline = null, string? callbackUrl = null,
        object? checkpoint = null)
    {
        using var request = new HttpRequestMessage(HttpMethod.Post, "/agents/A")
        {
            Content = JsonContent.Create(new
            {
                task_id = taskId,
                run_id = Guid.NewGuid(),
                step = "ask",
                agent = "A",
                attempt = 1,
                deadline,
                input,
                checkpoint,
                callback_url = callbackUrl,
            }),
        };
        request.Headers.Add("Accept", "application/json, application/x-ndjson");
        request.Headers.Add("Idempotency-Key", taskId.ToString());
        return await Http.SendAsync(request, HttpCompletionOption.ResponseHeadersRead);
    }

    public static async Task<string[]> LinesAsync(HttpResponseMessage answer) =>
        (await answer.Content.ReadAsStringAsync()).Split('\n', StringSplitOptions.RemoveEmptyEntries);

    public static async Task<JsonElement> ProblemAsync(HttpResponseMessage answer)
    {
        Xunit.Assert.Equal("application/problem+json", answer.Content.Headers.ContentType?.MediaType);
        return await answer.Content.ReadFromJsonAsync<JsonElement>();
    }

    public async ValueTask DisposeAsync()
    {
        Http.Dispose();
        await _app.DisposeAsync();
    }
}
