using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Model;

namespace Workflow.Definitions.Scheduling;

/// <summary>When a schedule is due, as it is kept: one of cron, every, at, after and on, and what bounds
/// it.</summary>
public sealed record ScheduleSpec
{
    public string? Cron { get; init; }

    /// <summary>Time zone of <see cref="Cron"/>; null for UTC.</summary>
    public string? TimeZone { get; init; }

    /// <summary>Milliseconds from one due time to the next.</summary>
    public long? EveryMs { get; init; }

    /// <summary>The due time that the others of <see cref="EveryMs"/> are counted from.</summary>
    public DateTimeOffset? Anchor { get; init; }

    public DateTimeOffset? At { get; init; }

    /// <summary>Milliseconds from the end of one run to the next due time.</summary>
    public long? AfterMs { get; init; }

    /// <summary>The events that start a run, as the definition has them; see <see cref="StartEvents"/>.</summary>
    public RawJson? On { get; init; }

    /// <summary>Not due before.</summary>
    public DateTimeOffset? StartAt { get; init; }

    /// <summary>Not due after.</summary>
    public DateTimeOffset? EndAt { get; init; }

    public RawJson ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, ScheduleJson.Default.ScheduleSpec));

    /// <exception cref="JsonException">The text is none that <see cref="ToJson"/> gave.</exception>
    public static ScheduleSpec OfJson(RawJson json) =>
        JsonSerializer.Deserialize(json.Utf8.Span, ScheduleJson.Default.ScheduleSpec)
        ?? throw new JsonException("It is null.");
}

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(ScheduleSpec))]
internal sealed partial class ScheduleJson : JsonSerializerContext;
