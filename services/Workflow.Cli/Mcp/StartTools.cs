using System.ComponentModel;
using System.Globalization;
using System.Text.Json.Nodes;
using ModelContextProtocol;
using ModelContextProtocol.Server;
using Workflow.Cli.Http;

namespace Workflow.Cli.Mcp;

/// <summary>Tools that start runs and wait for their end.</summary>
internal sealed class StartTools(ApiClient api, RunWatch watch)
{
    private const int WaitSecondsMax = 600;

    // The API waits so long in the start itself; what is left is watched, which gives the client signs of life.
    private const int RequestSecondsMax = 5;

    [McpServerTool(
        Name = "start_run", Title = "Start a run", Destructive = false, OpenWorld = true, UseStructuredContent = true)]
    [Description("Starts a run of a workflow. With wait_seconds it answers with the end if that comes in time, else "
        + "with where the run is; the run goes on, and watch_run waits for more.")]
    public async Task<WatchResult> StartAsync(
        [Description("Id, name or namespace/name of the workflow.")] string workflow,
        IProgress<ProgressNotificationValue> progress,
        [Description("The input of the run, a JSON object as its workflow expects it.")] JsonObject? input = null,
        [Description("Version of the workflow; the latest when left out.")] string? version = null,
        [Description("Seconds to wait for the end, 0 to 600.")] int wait_seconds = 0,
        [Description("A text of your own for this start, up to 255 ASCII characters. The same key never starts a "
            + "second run: send it again when it is not known whether a start was taken.")]
        string? idempotency_key = null,
        CancellationToken ct = default)
    {
        Arguments.Within(nameof(wait_seconds), wait_seconds, 0, WaitSecondsMax);
        var body = new JsonObject { ["input_data"] = input?.DeepClone() };
        if (version is not null)
        {
            body["version"] = version;
        }

        var first = Math.Min(wait_seconds, RequestSecondsMax);
        var preference = first > 0 ? string.Create(CultureInfo.InvariantCulture, $"wait={first}") : null;
        var started = await api.PostAsync(
            $"api/workflows/{Uri.EscapeDataString(workflow)}/execute", body, AnswerJson.Default.StartAnswer, ct,
            ("Prefer", preference), ("Idempotency-Key", Arguments.Key(idempotency_key)));
        var known = ResultOf(started);
        if (known.HasEnded || wait_seconds <= first)
        {
            return known;
        }

        try
        {
            return await watch.UntilEndedAsync(
                started.ExecutionId, TimeSpan.FromSeconds(wait_seconds - first), progress, ct);
        }
        catch (ApiException)
        {
            return known; // that it was started is the answer, whatever the token may not read
        }
    }

    [McpServerTool(
        Name = "watch_run", Title = "Wait for a run's end", ReadOnly = true, OpenWorld = false,
        UseStructuredContent = true)]
    [Description("Waits until a run has ended, or the seconds have passed; then tells where it is.")]
    public Task<WatchResult> WatchAsync(
        [Description("Id of the run.")] string run_id,
        IProgress<ProgressNotificationValue> progress,
        [Description("Seconds to wait at most, 0 to 600.")] int wait_seconds = 30,
        CancellationToken ct = default) =>
        watch.UntilEndedAsync(
            Arguments.RunId(run_id),
            TimeSpan.FromSeconds(Arguments.Within(nameof(wait_seconds), wait_seconds, 0, WaitSecondsMax)), progress,
            ct);

    private static WatchResult ResultOf(StartAnswer started)
    {
        var payload = new Payload(Payload.Usual);
        var output = payload.Kept("output", started.OutputData);
        return new WatchResult(
            started.ExecutionId, started.Status, RunWatch.HasEnded(started.Status), Output: output,
            ErrorMessage: started.ErrorMessage, LeftOut: payload.LeftOut);
    }
}
