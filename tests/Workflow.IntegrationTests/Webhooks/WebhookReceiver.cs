using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using System.Text;
using System.Text.Json;

namespace Workflow.IntegrationTests.Webhooks;

/// <summary>A request as it came.</summary>
internal sealed record ReceivedHook(IReadOnlyDictionary<string, string> Headers, byte[] Body)
{
    public string Id => Headers["webhook-id"];

    public JsonElement Json => JsonDocument.Parse(Body).RootElement;

    public string Event => Json.GetProperty("type").GetString()!;
}

/// <param name="Headers">Headers of the answer.</param>
internal sealed record ReceiverAnswer(int Status, string Body, params (string Name, string Value)[] Headers);

/// <summary>A server on this machine that takes webhooks and answers as the test says.</summary>
internal sealed class WebhookReceiver : IAsyncDisposable
{
    private static readonly TimeSpan Patience = TimeSpan.FromSeconds(60);
    private readonly Channel<ReceivedHook> _received = Channel.CreateUnbounded<ReceivedHook>();
    private readonly WebApplication _app;
    private int _count;

    private WebhookReceiver(WebApplication app) => _app = app;

    /// <summary>Decides on the answer to each request, by its number from 1.</summary>
    public Func<int, ReceiverAnswer> Answer { get; set; } = _ => new ReceiverAnswer(200, "taken");

    public int Count => Volatile.Read(ref _count);

    public string Url => _app.Urls.Single() + "/hook";

    public int Port => new Uri(Url).Port;

    public static async Task<WebhookReceiver> StartAsync(int port = 0)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{port}");
        var app = builder.Build();
        var receiver = new WebhookReceiver(app);
        app.Run(receiver.TakeAsync);
        await app.StartAsync();
        return receiver;
    }

    /// <summary>The next request, waited for.</summary>
    public async Task<ReceivedHook> NextAsync() => await _received.Reader.ReadAsync().AsTask().WaitAsync(Patience);

    public async ValueTask DisposeAsync()
    {
        await _app.StopAsync();
        await _app.DisposeAsync();
    }

    private async Task TakeAsync(HttpContext http)
    {
        var number = Interlocked.Increment(ref _count);
        using var body = new MemoryStream();
        await http.Request.Body.CopyToAsync(body);
        var headers = http.Request.Headers.ToDictionary(
            header => header.Key.ToLowerInvariant(), header => header.Value.ToString());
        await _received.Writer.WriteAsync(new ReceivedHook(headers, body.ToArray()));
        var answer = Answer(number);
        http.Response.StatusCode = answer.Status;
        foreach (var (name, value) in answer.Headers)
        {
            http.Response.Headers[name] = value;
        }

        await http.Response.Body.WriteAsync(Encoding.UTF8.GetBytes(answer.Body));
    }
}
