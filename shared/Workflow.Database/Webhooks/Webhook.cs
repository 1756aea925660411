using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Model;

namespace Workflow.Database.Webhooks;

/// <summary>What a receiver can be told of.</summary>
public static class WebhookEvents
{
    public const string Ended = "ended";
    public const string Progress = "progress";

    /// <summary>An end status each, all three of them, or every so often that the run has moved on.</summary>
    public static readonly string[] All = ["completed", "failed", "cancelled", Ended, Progress];
}

/// <summary>A receiver that a start names for its run alone.</summary>
/// <param name="Host">Host and port of the URL, lower case.</param>
/// <param name="Events">Of <see cref="WebhookEvents"/>.</param>
/// <param name="Secret">Key of the signature; null sends unsigned.</param>
public sealed record RunWebhook(
    string Url, string Host, IReadOnlyList<string> Events, IReadOnlyDictionary<string, string>? Headers,
    string? Secret)
{
    /// <summary>As it is kept with the run.</summary>
    public RawJson ToJson() => new(JsonSerializer.SerializeToUtf8Bytes(this, WebhookJson.Default.RunWebhook));
}

/// <summary>A receiver for all runs of an owner or of one workflow.</summary>
public sealed record WebhookRow(
    Guid Id, string OwnerId, Guid? WorkflowId, string Url, string Host, IReadOnlyList<string> Events,
    IReadOnlyDictionary<string, string>? Headers, string Secret, string? Description, DateTimeOffset CreatedAt);

[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RunWebhook))]
[JsonSerializable(typeof(IReadOnlyDictionary<string, string>))]
[JsonSerializable(typeof(Dictionary<string, string>))]
internal sealed partial class WebhookJson : JsonSerializerContext;
