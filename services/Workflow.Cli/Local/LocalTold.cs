using System.Globalization;
using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Cli.Http;
using Workflow.Execution.Journal;
using Workflow.Model;

namespace Workflow.Cli.Local;

/// <summary>A run of this process in the shapes of the API's.</summary>
/// <param name="Document">For programs.</param>
internal sealed record LocalTold(RunSnapshot Snapshot, JsonObject Document)
{
    public static LocalTold Of(Guid run, string name, string version, MemoryRow row) => new(
        SnapshotOf(run, row),
        new JsonObject
        {
            ["execution_id"] = run,
            ["type"] = "workflow",
            ["target_name"] = name,
            ["workflow_version"] = version,
            ["status"] = row.Status.ToJson(),
            ["started_at"] = Time(row.StartedAt),
            ["completed_at"] = Time(row.CompletedAt),
            ["outputs"] = NodeOf(row.Output),
            ["error"] = NodeOf(row.Error),
            ["error_message"] = row.ErrorMessage,
            ["steps"] = new JsonArray([.. row.Steps.Values.Select(StepOf)]),
        });

    public static RunSnapshot SnapshotOf(Guid run, MemoryRow row) => new(
        run, row.Status.ToJson(), row.Output.IsEmpty ? null : JsonElement.Parse(row.Output.Utf8.Span), row.ErrorMessage,
        row.StartedAt, row.CompletedAt);

    public static IReadOnlyList<StepSnapshot> StepsOf(MemoryRow row) =>
    [
        .. row.Steps.Values.Select(step => new StepSnapshot(
            step.StepId, step.StepType, step.AgentName, step.ToolName, step.Status.ToJson(), DurationOf(step),
            new StepPlace(step.Key.Path, ItemsOf(step)))),
    ];

    private static JsonNode StepOf(StepRecord step) => new JsonObject
    {
        ["step_id"] = step.StepId,
        ["step_path"] = step.Key.Path,
        ["iteration"] = step.Key.Iteration,
        ["attempt"] = step.Key.Attempt,
        ["step_type"] = step.StepType,
        ["agent_name"] = step.AgentName,
        ["tool_name"] = step.ToolName,
        ["status"] = step.Status.ToJson(),
        ["started_at"] = Time(step.StartedAt),
        ["completed_at"] = Time(step.CompletedAt),
        ["duration_ms"] = DurationOf(step),
        ["input_data"] = NodeOf(step.Input),
        ["output_data"] = NodeOf(step.Output),
        ["error_message"] = step.ErrorMessage,
    };

    private static int? ItemsOf(StepRecord step) =>
        NodeOf(step.Metadata) is JsonObject facts && facts["items"] is JsonValue items
        && items.TryGetValue<int>(out var count) ? count : null;

    private static long? DurationOf(StepRecord step) =>
        step.CompletedAt is { } end ? (long)(end - step.StartedAt).TotalMilliseconds : null;

    private static JsonNode? NodeOf(RawJson json) => json.IsEmpty ? null : JsonNode.Parse(json.Utf8.Span);

    private static string? Time(DateTimeOffset? time) =>
        time?.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.ffffff'Z'", CultureInfo.InvariantCulture);
}
