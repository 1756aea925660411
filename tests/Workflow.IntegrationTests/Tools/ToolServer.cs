using System.Collections.Concurrent;
using System.Text;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.AspNetCore.Http.Extensions;
using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.Tools;

/// <summary>A request that a tool received.</summary>
/// <param name="Target">Path and query.</param>
internal sealed record ToolRequest(
    string Method, string Host, string Target, IReadOnlyDictionary<string, string> Headers, string Body)
{
    public string? Header(string name) => Headers.GetValueOrDefault(name);
}

/// <summary>An HTTP service on a loopback port that keeps what it is asked and answers as the test says.</summary>
internal sealed class ToolServer : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly ConcurrentDictionary<string, Func<HttpContext, Task>> _paths = new();
    private int _atOnce;
    private int _atOnceMax;

    private ToolServer(WebApplication app) => _app = app;

    public ConcurrentQueue<ToolRequest> Requests { get; } = new();

    /// <summary>Most requests that were under way at a time.</summary>
    public int AtOnceMax => Volatile.Read(ref _atOnceMax);

    public int AtOnce => Volatile.Read(ref _atOnce);

    public int Port => new Uri(_app.Urls.Single()).Port;

    /// <summary>By its number.</summary>
    public string Url => $"http://127.0.0.1:{Port}";

    /// <summary>The same service under another name.</summary>
    public string OtherUrl => $"http://localhost:{Port}";

    public static async Task<ToolServer> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var server = new ToolServer(builder.Build());
        server._app.Run(server.AnswerAsync);
        await server._app.StartAsync();
        return server;
    }

    /// <summary>What is answered at a path; without it, what was received is sent back.</summary>
    public void On(string path, Func<HttpContext, Task> answer) => _paths[path] = answer;

    public void OnText(string path, string text, string type = "application/json", int status = 200) =>
        On(path, http =>
        {
            http.Response.StatusCode = status;
            http.Response.ContentType = type;
            return http.Response.WriteAsync(text);
        });

    public void OnRedirect(string path, string to, int status = 302) => On(path, http =>
    {
        http.Response.StatusCode = status;
        http.Response.Headers.Location = to;
        return Task.CompletedTask;
    });

    public ToolRequest Last(string path) => Requests.Last(
        request => request.Target.Split('?')[0] == path);

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private async Task AnswerAsync(HttpContext http)
    {
        var now = Interlocked.Increment(ref _atOnce);
        for (int seen; (seen = AtOnceMax) < now;)
        {
            Interlocked.CompareExchange(ref _atOnceMax, now, seen);
        }

        try
        {
            http.Request.EnableBuffering();
            using var reader = new StreamReader(http.Request.Body, Encoding.UTF8, leaveOpen: true);
            var body = await reader.ReadToEndAsync();
            Requests.Enqueue(new ToolRequest(
                http.Request.Method, http.Request.Host.Value ?? "", http.Request.GetEncodedPathAndQuery(),
                http.Request.Headers.ToDictionary(
                    header => header.Key, header => header.Value.ToString(), StringComparer.OrdinalIgnoreCase),
                body));
            var answer = _paths.GetValueOrDefault(http.Request.Path.Value ?? "");
            await (answer?.Invoke(http) ?? http.Response.WriteAsync(body));
        }
        finally
        {
            Interlocked.Decrement(ref _atOnce);
        }
    }
}
