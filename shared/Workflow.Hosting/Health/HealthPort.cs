using System.Net;
using System.Text.Json;
using Microsoft.Extensions.Hosting;
using Microsoft.Extensions.Logging;

namespace Workflow.Hosting;

/// <summary>Answers <c>GET /livez</c> (the process runs) and <c>GET /readyz</c> (200, or 503 with what is wrong) where
/// <see cref="HealthOptions.Port"/> says.</summary>
public sealed class HealthPort(HealthOptions options, ServiceHealth health, ILogger<HealthPort> logger)
    : BackgroundService
{
    private readonly HttpListener _listener = new();

    /// <exception cref="SettingException">The port is taken.</exception>
    public override Task StartAsync(CancellationToken cancellationToken)
    {
        if (options.Port == 0)
        {
            return Task.CompletedTask;
        }

        try
        {
            _listener.Prefixes.Add($"http://*:{options.Port}/");
            _listener.Start();
        }
        catch (HttpListenerException error)
        {
            throw new SettingException(
                $"{HealthOptions.Prefix}_PORT", $"{options.Port}", $"nothing can listen there: {error.Message}");
        }

        logger.ProbesAnswered(options.Port);
        return base.StartAsync(cancellationToken);
    }

    protected override async Task ExecuteAsync(CancellationToken stoppingToken)
    {
        using var stop = stoppingToken.Register(_listener.Stop);
        while (!stoppingToken.IsCancellationRequested)
        {
            try
            {
                Answer(await _listener.GetContextAsync());
            }
            catch (Exception error) when (error is HttpListenerException or ObjectDisposedException)
            {
                // Whoever asked has gone, or we stop.
            }
        }
    }

    public override void Dispose()
    {
        _listener.Close();
        base.Dispose();
    }

    private void Answer(HttpListenerContext http)
    {
        var problems = health.Problems();
        var (status, body) = $"{http.Request.HttpMethod} {http.Request.Url?.AbsolutePath}" switch
        {
            "GET /livez" => (200, Json(new { status = "alive" })),
            "GET /readyz" when problems.Count == 0 => (200, Json(new { status = "ready" })),
            "GET /readyz" => (503, Json(new { status = "not_ready", components = problems })),
            _ => (404, Json(new { status = "unknown", known = "GET /livez, GET /readyz" })),
        };
        http.Response.StatusCode = status;
        http.Response.ContentType = "application/json";
        http.Response.Close(body, willBlock: false);
    }

    private static byte[] Json<T>(T body) => JsonSerializer.SerializeToUtf8Bytes(body);
}
