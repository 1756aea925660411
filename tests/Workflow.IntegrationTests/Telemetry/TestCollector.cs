using System.Collections.Concurrent;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.Telemetry;

/// <summary>A span as it was exported; ids in hexadecimal, empty for none.</summary>
internal sealed record SeenSpan(
    string Service, string TraceId, string SpanId, string ParentId, string Name,
    IReadOnlyDictionary<string, string> Tags, IReadOnlyList<string> Links);

/// <summary>Receives OTLP over HTTP, as protobuf, and keeps what it is told.</summary>
internal sealed class TestCollector : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestCollector(WebApplication app) => _app = app;

    public string Url => _app.Urls.First();

    public ConcurrentQueue<SeenSpan> Spans { get; } = new();

    /// <summary>Name to unit.</summary>
    public ConcurrentDictionary<string, string> Metrics { get; } = new();

    public static async Task<TestCollector> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var collector = new TestCollector(builder.Build());
        collector._app.MapPost("/v1/traces", async (HttpRequest request) =>
            collector.TakeSpans(await BodyAsync(request)));
        collector._app.MapPost("/v1/metrics", async (HttpRequest request) =>
            collector.TakeMetrics(await BodyAsync(request)));
        await collector._app.StartAsync();
        return collector;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    /// <summary>Field numbers are those of opentelemetry/proto/trace/v1/trace.proto.</summary>
    private void TakeSpans(Proto request)
    {
        foreach (var resource in request.All(1))
        {
            var service = Attributes(resource.All(1).Single().All(1))["service.name"];
            foreach (var span in resource.All(2).SelectMany(scope => scope.All(2)))
            {
                Spans.Enqueue(new SeenSpan(
                    service, span.Hex(1), span.Hex(2), span.Hex(4), span.Text(5), Attributes(span.All(9)),
                    [.. span.All(13).Select(link => link.Hex(1))]));
            }
        }
    }

    private void TakeMetrics(Proto request)
    {
        foreach (var metric in request.All(1).SelectMany(resource => resource.All(2)).SelectMany(scope => scope.All(2)))
        {
            Metrics[metric.Text(1)] = metric.Text(3);
        }
    }

    private static Dictionary<string, string> Attributes(IEnumerable<Proto> pairs) => pairs
        .GroupBy(pair => pair.Text(1))
        .ToDictionary(same => same.Key, same => same.Last().All(2).Last().Text(1));

    private static async Task<Proto> BodyAsync(HttpRequest request)
    {
        using var body = new MemoryStream();
        await request.Body.CopyToAsync(body);
        return new Proto(body.ToArray());
    }
}
