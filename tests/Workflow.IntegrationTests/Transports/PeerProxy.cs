using System.Collections.Concurrent;
using System.Text.Json;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Workflow.Tests.Shared;

namespace Workflow.IntegrationTests.Transports;

/// <summary>A request that went to the peer.</summary>
/// <param name="Method">Of JSON-RPC; or the HTTP method and path.</param>
/// <param name="Params">Of JSON-RPC; undefined for other requests.</param>
internal sealed record PeerRequest(string Method, JsonElement Params, IReadOnlyDictionary<string, string> Headers);

/// <summary>Stands between the bridge and a real server: passes everything on, and keeps what was asked.</summary>
internal sealed class PeerProxy : IAsyncDisposable
{
    private readonly WebApplication _app;
    private readonly HttpClient _http = new();
    private readonly string _target;
    private readonly ConcurrentQueue<PeerRequest> _seen = new();
    private readonly SemaphoreSlim _came = new(0);

    private PeerProxy(WebApplication app, string target) => (_app, _target) = (app, target);

    public string Url => _app.Urls.Single();

    public IReadOnlyList<PeerRequest> Seen => [.. _seen];

    /// <summary>Answers requests itself where it gives a status; null passes them on.</summary>
    public Func<HttpRequest, int?> Refuse { get; set; } = _ => null;

    public static async Task<PeerProxy> StartAsync(int targetPort)
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls($"http://127.0.0.1:{Ports.Free()}");
        var proxy = new PeerProxy(builder.Build(), $"http://127.0.0.1:{targetPort}");
        proxy._app.Map("/{**path}", proxy.PassAsync);
        await proxy._app.StartAsync();
        return proxy;
    }

    /// <summary>The requests of that method, once there are so many.</summary>
    public async Task<IReadOnlyList<PeerRequest>> UntilSeenAsync(string method, int count = 1)
    {
        using var patience = new CancellationTokenSource(TimeSpan.FromSeconds(90));
        while (true)
        {
            var found = Seen.Where(request => request.Method == method).ToList();
            if (found.Count >= count)
            {
                return found;
            }

            await _came.WaitAsync(patience.Token);
        }
    }

    public async ValueTask DisposeAsync()
    {
        await _app.DisposeAsync();
        _http.Dispose();
    }

    private async Task PassAsync(HttpContext context)
    {
        var body = new MemoryStream();
        await context.Request.Body.CopyToAsync(body, context.RequestAborted);
        Note(context.Request, body);
        if (Refuse(context.Request) is { } status)
        {
            context.Response.StatusCode = status;
            return;
        }

        using var request = new HttpRequestMessage(
            new HttpMethod(context.Request.Method), _target + context.Request.Path + context.Request.QueryString);
        if (body.Length > 0)
        {
            request.Content = new ByteArrayContent(body.ToArray());
        }

        foreach (var (name, value) in context.Request.Headers.Where(header => header.Key is not "Host"))
        {
            if (!request.Headers.TryAddWithoutValidation(name, value.ToArray()))
            {
                request.Content?.Headers.TryAddWithoutValidation(name, value.ToArray());
            }
        }

        using var response = await _http.SendAsync(
            request, HttpCompletionOption.ResponseHeadersRead, context.RequestAborted);
        context.Response.StatusCode = (int)response.StatusCode;
        foreach (var (name, values) in response.Headers.Concat(response.Content.Headers)
            .Where(header => header.Key is not "Transfer-Encoding" and not "Connection" and not "Keep-Alive"))
        {
            context.Response.Headers[name] = values.ToArray();
        }

        await CopyAsync(await response.Content.ReadAsStreamAsync(), context);
    }

    private static async Task CopyAsync(Stream from, HttpContext context)
    {
        await context.Response.StartAsync(context.RequestAborted);
        var buffer = new byte[16 * 1024];
        while (await from.ReadAsync(buffer, context.RequestAborted) is > 0 and var read)
        {
            await context.Response.Body.WriteAsync(buffer.AsMemory(0, read), context.RequestAborted);
            await context.Response.Body.FlushAsync(context.RequestAborted);
        }
    }

    private void Note(HttpRequest request, MemoryStream body)
    {
        var method = $"{request.Method} {request.Path}";
        JsonElement parameters = default;
        if (body.Length > 0)
        {
            using var document = JsonDocument.Parse(body.ToArray());
            method = document.RootElement.GetProperty("method").GetString()!;
            parameters = document.RootElement.TryGetProperty("params", out var given) ? given.Clone() : default;
        }

        _seen.Enqueue(new PeerRequest(
            method, parameters, request.Headers.ToDictionary(header => header.Key, header => header.Value.ToString())));
        _came.Release();
    }
}
