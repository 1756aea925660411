using System.Collections.Concurrent;
using System.Text.Json;

using Microsoft.AspNetCore.Builder;
using Microsoft.AspNetCore.Hosting;
using Microsoft.AspNetCore.Http;
using Microsoft.Extensions.Logging;
using Npgsql;

namespace Workflow.Bench.Limits;

/// <summary>The bare way of a run, as a process: HTTP in, committed, one message out, the message in, its end
/// committed, answered. No definitions, no executor, nothing that the platform is for.</summary>
internal static class PipelineHost
{
    public const string Verb = "pipeline";
    public const string Path = "/runs";
    public const string OpenPath = "/open";
    public const string Ready = "ok";

    /// <param name="args">The verb, the URL, the brokers, the topic, the database.</param>
    public static async Task<int> ServeAsync(string[] args)
    {
        await using var database = NpgsqlDataSource.Create(args[4]);
        await using var runs = new BareRuns(database);
        using var wire = new PipelineWire(args[2], args[3]);
        var ends = new ConcurrentDictionary<Guid, TaskCompletionSource>();
        var builder = WebApplication.CreateSlimBuilder(["--hostBuilder:reloadConfigOnChange=false"]);
        builder.Logging.ClearProviders();
        builder.WebHost.UseUrls(args[1]);
        await using var app = builder.Build();
        app.Run(http => http.Request.Path == OpenPath
            ? http.Response.WriteAsync($"{ends.Count}")
            : TakeAsync(http, runs, wire, ends));
        wire.Start(run => _ = EndAsync(run, runs, ends));
        await app.StartAsync();
        Console.WriteLine(Ready);
        await Console.In.ReadToEndAsync(); // closed by whoever started this, or with it
        await app.StopAsync();
        return 0;
    }

    private static async Task TakeAsync(
        HttpContext http, BareRuns runs, PipelineWire wire, ConcurrentDictionary<Guid, TaskCompletionSource> ends)
    {
        using var body = await JsonDocument.ParseAsync(http.Request.Body);
        _ = body.RootElement.GetProperty("target_id").GetString();
        var run = BareRuns.NewId();
        await runs.InsertAsync(run);
        var end = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
        ends[run] = end;
        wire.Send(run);
        var waits = http.Request.Headers.ContainsKey("Prefer");
        if (waits)
        {
            await end.Task;
            http.Response.Headers["Preference-Applied"] = "wait";
        }

        http.Response.StatusCode = waits ? 200 : 202;
        http.Response.ContentType = "application/json";
        var answer = JsonSerializer.SerializeToUtf8Bytes(new PipelineAnswer(run, waits ? "completed" : "pending"));
        http.Response.ContentLength = answer.Length;
        await http.Response.Body.WriteAsync(answer);
    }

    private static async Task EndAsync(
        Guid run, BareRuns runs, ConcurrentDictionary<Guid, TaskCompletionSource> ends)
    {
        await runs.FinishAsync(run);
        if (ends.TryRemove(run, out var end))
        {
            end.SetResult();
        }
    }
}

/// <summary>What a caller is told.</summary>
internal sealed record PipelineAnswer(
    [property: System.Text.Json.Serialization.JsonPropertyName("execution_id")] Guid ExecutionId,
    [property: System.Text.Json.Serialization.JsonPropertyName("status")] string Status);
