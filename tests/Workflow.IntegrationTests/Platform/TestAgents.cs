using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Connections;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.Platform;

/// <summary>A call that an agent received.</summary>
internal sealed record AgentCallSeen(
    string Agent, Guid TaskId, Guid RunId, string Step, int Attempt, JsonElement Input, long At)
{
    /// <summary>W3C trace context of the request; null without any.</summary>
    public string? TraceParent { get; init; }
}

/// <summary>Agents behind HTTP whose behaviour a test decides; every call is kept.</summary>
internal sealed class TestAgents : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<AgentCallSeen, CancellationToken, Task<object?>>> _agents =
        new();

    private int _connections;

    private TestAgents(WebApplication app) => _app = app;

    /// <summary>Open connections: without any, no call is under way, and none that was sent is still to come.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public ConcurrentQueue<AgentCallSeen> Calls { get; } = new();

    public string Url => _app.Urls.First();

    public static async Task<TestAgents> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        TestAgents agents = null!;
        builder.WebHost.ConfigureKestrel(kestrel => kestrel.ConfigureEndpointDefaults(endpoint => endpoint.Use(
            next => connection => agents.ServeAsync(next, connection))));
        agents = new TestAgents(builder.Build());
        agents._app.MapPost("/agents/{name}", agents.AnswerAsync);
        await agents._app.StartAsync();
        return agents;
    }

    /// <summary>What the agent answers, as JSON unless it is an answer already; an exception becomes a 500.</summary>
    public void On(string name, Func<AgentCallSeen, CancellationToken, Task<object?>> answer) => _agents[name] = answer;

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task ServeAsync(ConnectionDelegate next, ConnectionContext connection)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            await next(connection);
        }
        finally
        {
            Interlocked.Decrement(ref _connections);
        }
    }

    private async Task<IResult> AnswerAsync(string name, HttpRequest request, CancellationToken ct)
    {
        using var body = await JsonDocument.ParseAsync(request.Body, cancellationToken: ct);
        var root = body.RootElement;
        var call = new AgentCallSeen(
            name, root.GetProperty("task_id").GetGuid(), root.GetProperty("run_id").GetGuid(),
            root.GetProperty("step").GetString()!, root.GetProperty("attempt").GetInt32(),
            root.GetProperty("input").Clone(), TimeProvider.System.GetTimestamp())
        {
            TraceParent = request.Headers.TraceParent is { Count: 1 } trace ? trace[0] : null,
        };
        Calls.Enqueue(call);
        try
        {
            var answer = await _agents[name](call, ct);
            return answer as IResult ?? Results.Json(answer);
        }
        catch (InvalidOperationException error)
        {
            return Results.Problem(error.Message, statusCode: 500);
        }
    }
}
