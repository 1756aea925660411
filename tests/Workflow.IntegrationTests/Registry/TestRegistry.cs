using System.Collections.Concurrent;
using System.Text.Json.Nodes;
using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;

namespace Workflow.IntegrationTests.Registry;

/// <summary>An agent registry of somebody else's, on a loopback port.</summary>
internal sealed class TestRegistry : IAsyncDisposable
{
    private readonly WebApplication _app;

    private TestRegistry(WebApplication app) => _app = app;

    public string Url => _app.Urls.Single();

    /// <summary>What it knows, by name: JSON as it answers it.</summary>
    public ConcurrentDictionary<string, string> Agents { get; } = new();

    /// <summary>Every question: path and query, Authorization, If-None-Match.</summary>
    public ConcurrentQueue<(string Path, string Authorization, string IfNoneMatch)> Asked { get; } = new();

    public string? CacheControl { get; set; }

    public string? Tag { get; set; }

    /// <summary>Answers everything so; null when it is well.</summary>
    public int? Broken { get; set; }

    public static async Task<TestRegistry> StartAsync()
    {
        var builder = WebApplication.CreateSlimBuilder();
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls("http://127.0.0.1:0");
        var registry = new TestRegistry(builder.Build());
        registry._app.MapGet("/agents/{name}", registry.Find);
        registry._app.MapGet("/agents", registry.List);
        await registry._app.StartAsync();
        return registry;
    }

    public ValueTask DisposeAsync() => _app.DisposeAsync();

    private IResult Find(HttpContext http, string name)
    {
        var known = Note(http);
        if (Broken is { } status)
        {
            return Results.StatusCode(status);
        }

        http.Response.Headers.CacheControl = CacheControl;
        if (!Agents.TryGetValue(name, out var agent))
        {
            return Results.NotFound();
        }

        http.Response.Headers.ETag = Tag;
        return Tag is not null && known == Tag ? Results.StatusCode(304) : Results.Text(agent, "application/json");
    }

    private IResult List(HttpContext http, int limit, string? after)
    {
        Note(http);
        var page = Agents.OrderBy(pair => pair.Key, StringComparer.Ordinal)
            .Where(pair => after is null || string.CompareOrdinal(pair.Key, after) > 0).Take(limit)
            .Select(pair =>
            {
                var agent = JsonNode.Parse(pair.Value)!.AsObject();
                agent["name"] = pair.Key;
                return agent;
            }).ToArray<JsonNode?>();
        return Broken is { } status ? Results.StatusCode(status)
            : Results.Text(new JsonObject { ["agents"] = new JsonArray(page) }.ToJsonString(), "application/json");
    }

    private string Note(HttpContext http)
    {
        var headers = http.Request.Headers;
        Asked.Enqueue((
            $"{http.Request.Path}{http.Request.QueryString}", headers.Authorization.ToString(),
            headers.IfNoneMatch.ToString()));
        return headers.IfNoneMatch.ToString();
    }
}
