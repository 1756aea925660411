using System.Collections.Concurrent;
using System.Globalization;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>A token endpoint on a loopback port: it gives <c>token-1</c>, <c>token-2</c> and so on.</summary>
internal sealed class TestTokens : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly TaskCompletionSource _asked = new(TaskCreationOptions.RunContinuationsAsynchronously);

    private TestTokens(WebApplication app) => _app = app;

    public string Url => $"{_app.Urls.Single()}/oauth2/token";

    /// <summary>Client and form of each request, as "id:secret" and "name=value".</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    /// <summary>Ends with the first request.</summary>
    public Task Asked => _asked.Task.WaitAsync(TimeSpan.FromSeconds(60));

    /// <summary>Answers wait for it.</summary>
    public Task Gate { get; set; } = Task.CompletedTask;

    /// <summary>Answered in place of a token; null for tokens.</summary>
    public (int Status, string Json)? Refusal { get; set; }

    public static async Task<TestTokens> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var tokens = new TestTokens(builder.Build());
        tokens._app.MapPost("/oauth2/token", tokens.AnswerAsync);
        await tokens._app.StartAsync();
        return tokens;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task<IResult> AnswerAsync(HttpRequest request)
    {
        var pair = request.Headers.Authorization.ToString()["Basic ".Length..];
        var form = (await request.ReadFormAsync()).Select(field => $"{field.Key}={field.Value}");
        Requests.Enqueue(Encoding.UTF8.GetString(Convert.FromBase64String(pair)) + " " + string.Join('&', form));
        var token = "token-" + Requests.Count.ToString(CultureInfo.InvariantCulture);
        _asked.TrySetResult();
        await Gate;
        return Refusal is { } refusal
            ? Results.Text(refusal.Json, "application/json", Encoding.UTF8, refusal.Status)
            : Results.Json(new { access_token = token, token_type = "Bearer", expires_in = 3600 });
    }
}
