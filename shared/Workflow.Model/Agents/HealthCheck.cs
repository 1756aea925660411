using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Model;

/// <summary>How bridges look whether an agent is well: a GET that is answered with 2xx.</summary>
/// <param name="IntervalSeconds">From the end of one look to the next.</param>
/// <param name="TimeoutSeconds">Of one look.</param>
public sealed record HealthCheck(int IntervalSeconds, int TimeoutSeconds)
{
    public const int IntervalSecondsDefault = 30;
    public const int TimeoutSecondsDefault = 5;

    /// <summary>At the origin of the agent's endpoint, such as <c>/healthz</c>; null when there is a URL.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Path { get; init; }

    /// <summary>Absolute; null when there is a path.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? Url { get; init; }

    /// <summary>Where to look; null when that cannot be told.</summary>
    public Uri? AddressAt(string? endpoint)
    {
        if (Url is not null)
        {
            return Uri.TryCreate(Url, UriKind.Absolute, out var own) ? own : null;
        }

        return Uri.TryCreate(endpoint, UriKind.Absolute, out var root)
            && Uri.TryCreate(root, Path, out var address) ? address : null;
    }

    public string ToJson() => JsonSerializer.Serialize(this, MessageJson.Default.HealthCheck);

    /// <inheritdoc cref="RateLimit.FromJson"/>
    public static HealthCheck? FromJson(string text) => LenientJson.Read(text, MessageJson.Default.HealthCheck);
}
