using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.Bench.Neighbours;

/// <summary>A fast agent, one whose every second answer is a failure, and one that never answers.</summary>
internal sealed class ThreeAgents : IAsyncDisposable
{
    public const string Fast = "fast";
    public const string Failing = "failing";
    public const string Hanging = "hanging";

    private readonly WebApplication _app;
    private int _failing;
    private int _hanging;

    private ThreeAgents(WebApplication app) => _app = app;

    /// <summary>Calls that hang now.</summary>
    public int Held => Volatile.Read(ref _hanging);

    public static async Task<ThreeAgents> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var agents = new ThreeAgents(builder.Build());
        agents._app.MapPost($"/{Fast}", () => Results.Json(true));
        agents._app.MapPost($"/{Failing}", () =>
            Interlocked.Increment(ref agents._failing) % 2 == 0
                ? Results.Json(true)
                : Results.Problem("Every second call fails.", statusCode: StatusCodes.Status500InternalServerError));
        agents._app.MapPost($"/{Hanging}", agents.HangAsync);
        await agents._app.StartAsync();
        return agents;
    }

    public string UrlOf(string agent) => $"{_app.Urls.First()}/{agent}";

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task HangAsync(HttpContext http)
    {
        Interlocked.Increment(ref _hanging);
        try
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, http.RequestAborted);
        }
        catch (OperationCanceledException)
        {
            // Whoever called has given up.
        }
        finally
        {
            Interlocked.Decrement(ref _hanging);
        }
    }
}
