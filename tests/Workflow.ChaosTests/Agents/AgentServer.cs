using System.Collections.Concurrent;
using System.Data.Common;
using System.Text.Json;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.ChaosTests.Agents;

/// <summary>Agents behind HTTP. They log every call, and treat it as the weather says.</summary>
/// <remarks>Input of each: <c>n</c>, the run's number in the load, and <c>s</c>, the call's place in its run.</remarks>
internal sealed class AgentServer : IAsyncDisposable
{
    /// <summary>Answers n, s and v = 10 n + s.</summary>
    public const string Work = "Work";

    /// <summary>The same, from its third attempt on.</summary>
    public const string Flaky = "Flaky";

    /// <summary>Refuses everything.</summary>
    public const string Refuser = "Refuser";

    /// <summary>Refuses the first run that comes with a number, and serves the others.</summary>
    public const string Stubborn = "Stubborn";

    private const int FlakyAttempts = 2;
    private static readonly TimeSpan TrapPause = TimeSpan.FromSeconds(1);
    private static readonly TimeSpan HangMost = TimeSpan.FromSeconds(20);

    private readonly WebApplication _app;
    private readonly AgentWeather _weather;
    private readonly TimeProvider _clock;
    private readonly ConcurrentDictionary<long, AgentCall> _calls = new();
    private readonly ConcurrentDictionary<int, Guid> _firstRuns = new();
    private long _count;

    private AgentServer(WebApplication app, AgentWeather weather, TimeProvider clock) =>
        (_app, _weather, _clock) = (app, weather, clock);

    public static IReadOnlyList<string> Names { get; } = [Work, Flaky, Refuser, Stubborn];

    public IReadOnlyList<AgentCall> Calls => [.. _calls.Values.OrderBy(call => call.Began)];

    public static async Task<AgentServer> StartAsync(AgentWeather weather, TimeProvider clock)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new AgentServer(builder.Build(), weather, clock);
        server._app.MapPost("/agents/{name}", server.AnswerAsync);
        server._app.MapPost("/trap/{run}", server.SpringAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>Kills the owner of a run; set before any run comes to the trap.</summary>
    public Func<Guid, Task> KillOwner { get; set; } = _ => Task.CompletedTask;

    /// <summary>Where the trap is; the run's id follows.</summary>
    public string TrapUrl => $"{_app.Urls.First()}/trap/";

    public string UrlOf(string agent) => $"{_app.Urls.First()}/agents/{agent}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(string name, HttpContext http)
    {
        var began = _clock.GetUtcNow();
        using var body = await JsonDocument.ParseAsync(http.Request.Body, cancellationToken: http.RequestAborted);
        var root = body.RootElement;
        var call = new AgentCall(
            name, root.GetProperty("task_id").GetGuid(), root.GetProperty("run_id").GetGuid(),
            root.GetProperty("step").GetString()!, root.GetProperty("attempt").GetInt32(),
            http.Request.Headers["Idempotency-Key"], began, null, null);
        var input = root.GetProperty("input");
        var (n, s) = (input.GetProperty("n").GetInt32(), input.GetProperty("s").GetInt32());
        var number = Interlocked.Increment(ref _count);
        _calls[number] = call;
        string outcome;
        try
        {
            outcome = await TreatAsync(call, n, s, http);
        }
        catch (OperationCanceledException)
        {
            outcome = AgentCall.Aborted;
        }

        _calls[number] = call with { Ended = _clock.GetUtcNow(), Outcome = outcome };
    }

    private async Task<string> TreatAsync(AgentCall call, int n, int s, HttpContext http)
    {
        // Who refuses on purpose is not called again, so nothing else may go wrong there.
        var decision = call.Agent is Work or Flaky ? _weather.Decide(n, s, call.Attempt) : default;
        await Task.Delay(decision.Delay, _clock, http.RequestAborted);
        switch (decision.Mood)
        {
            case AgentMood.Hang:
                await Task.Delay(HangMost, _clock, http.RequestAborted);
                return await RefuseAsync(http, 500, AgentCall.Failed);
            case AgentMood.Drop:
                http.Abort();
                return AgentCall.Dropped;
            case AgentMood.Fail:
                return await RefuseAsync(http, 500, AgentCall.Failed);
        }

        switch (call.Agent)
        {
            case Flaky when call.Attempt <= FlakyAttempts:
                return await RefuseAsync(http, 500, AgentCall.Failed);
            case Refuser:
            case Stubborn when _firstRuns.GetOrAdd(n, call.RunId) == call.RunId:
                return await RefuseAsync(http, 422, AgentCall.Refused);
        }

        await http.Response.WriteAsJsonAsync(
            new JsonObject { ["n"] = n, ["s"] = s, ["v"] = ValueOf(n, s) }, http.RequestAborted);
        return AgentCall.Answered;
    }

    /// <summary>Never answers: kills again and again until the caller is gone.</summary>
    private async Task SpringAsync(Guid run, HttpContext http)
    {
        while (!http.RequestAborted.IsCancellationRequested)
        {
            try
            {
                await KillOwner(run);
                await Task.Delay(TrapPause, _clock, http.RequestAborted);
            }
            catch (Exception error) when (error is OperationCanceledException or DbException)
            {
                // Gone; or the database is away, so once more.
            }
        }
    }

    /// <summary>What a call leaves in the output of its run.</summary>
    public static int ValueOf(int n, int s) => 10 * n + s;

    private static async Task<string> RefuseAsync(HttpContext http, int status, string outcome)
    {
        http.Response.StatusCode = status;
        await http.Response.WriteAsync("{\"title\":\"No.\"}", http.RequestAborted);
        return outcome;
    }
}
