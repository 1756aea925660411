using System.Collections.Concurrent;
using System.Text.Json;
using System.Threading.Channels;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.Bridge;

/// <summary>An agent on a loopback port that tells the test of every call and answers as the test says.</summary>
internal sealed class TestAgent : IAsyncDisposable
{
    private readonly Channel<AgentCall> _calls = Channel.CreateUnbounded<AgentCall>();
    private readonly Channel<AgentCall> _cancels = Channel.CreateUnbounded<AgentCall>();
    private readonly WebApplication _app;
    private int _count;

    private TestAgent(WebApplication app) => _app = app;

    /// <summary>Root of its endpoints; the last segment is free.</summary>
    public string Url => _app.Urls.Single();

    public int Count => Volatile.Read(ref _count);

    /// <summary>Status of the answers to GET.</summary>
    public int HealthStatus { get; set; } = 200;

    /// <summary>Every GET: its path, and how it logged in.</summary>
    public ConcurrentQueue<(string Path, string? Authorization)> Looks { get; } = new();

    public static async Task<TestAgent> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var agent = new TestAgent(builder.Build());
        agent._app.MapPost("/{**path}", agent.AnswerAsync);
        agent._app.MapGet("/{**path}", agent.LookedAt);
        await agent._app.StartAsync();
        return agent;
    }

    /// <summary>The next word that nobody waits for a task any more; the test answers it.</summary>
    public async Task<AgentCall> NextCancelAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _cancels.Reader.ReadAsync(limit.Token);
    }

    /// <summary>The next call; the test answers it.</summary>
    public async Task<AgentCall> NextAsync()
    {
        using var limit = new CancellationTokenSource(TimeSpan.FromSeconds(60));
        return await _calls.Reader.ReadAsync(limit.Token);
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private void LookedAt(HttpContext http)
    {
        var login = http.Request.Headers.Authorization;
        Looks.Enqueue((http.Request.Path.Value!, login.Count == 0 ? null : login.ToString()));
        http.Response.StatusCode = HealthStatus;
    }

    private async Task AnswerAsync(HttpContext http)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        var call = new AgentCall(
            body.RootElement.Clone(),
            http.Request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString()),
            http.RequestAborted);
        if (http.Request.Path.Value!.EndsWith("/cancel", StringComparison.Ordinal))
        {
            await _cancels.Writer.WriteAsync(call);
        }
        else
        {
            Interlocked.Increment(ref _count);
            await _calls.Writer.WriteAsync(call);
        }

        var (status, type, text) = await call.Answer.WaitAsync(http.RequestAborted);
        http.Response.StatusCode = status;
        http.Response.ContentType = type;
        await http.Response.WriteAsync(text, http.RequestAborted);
    }
}

/// <summary>A call that waits for the test's answer.</summary>
internal sealed class AgentCall
{
    private readonly TaskCompletionSource<(int, string, string)> _answer =
        new(TaskCreationOptions.RunContinuationsAsynchronously);

    private readonly TaskCompletionSource _aborted = new(TaskCreationOptions.RunContinuationsAsynchronously);

    public AgentCall(JsonElement body, IReadOnlyDictionary<string, string> headers, CancellationToken aborted)
    {
        (Body, Headers) = (body, headers);
        aborted.Register(_aborted.SetResult);
    }

    public JsonElement Body { get; }

    public IReadOnlyDictionary<string, string> Headers { get; }

    public string IdempotencyKey => Headers["Idempotency-Key"];

    public string? Authorization => Headers.GetValueOrDefault("Authorization");

    public Guid TaskId => Body.GetProperty("task_id").GetGuid();

    /// <summary>Ends when the caller breaks the request off.</summary>
    public Task Aborted => _aborted.Task.WaitAsync(TimeSpan.FromSeconds(60));

    internal Task<(int Status, string Type, string Text)> Answer => _answer.Task;

    public void ReplyLines(string lines) => _answer.SetResult((200, "application/x-ndjson", lines));

    public void Reply(string json, int status = 200) => _answer.SetResult((status, "application/json", json));
}
