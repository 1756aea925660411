using System.Text.Json;
using Workflow.Bridge.Agents;

namespace Workflow.Bridge.Callbacks;

/// <summary>Reads the answer 202: the agent has taken the task and calls back.</summary>
internal static class AcceptanceReader
{
    private const string Member = "lifetime_seconds";
    private const int BytesMax = 4 * 1024;
    private static readonly TimeSpan LifetimeMin = TimeSpan.FromSeconds(1);

    /// <param name="callbacks">Null, or without a secret: the agent was given no address to call back.</param>
    public static async Task<AgentAnswer> ReadAsync(
        HttpContent content, CallbackUrls? callbacks, CancellationToken ct)
    {
        if (callbacks?.Options is not { Url: not null, Secret: not null } options)
        {
            return AgentAnswer.NoCallback;
        }

        var body = await BoundedBody.ReadAsync(content, BytesMax, ct);
        return LifetimeOf(body, options.Acceptance, out var fault) is { } lifetime
            ? AgentAnswer.Accepted(lifetime)
            : AgentAnswer.Unusable(fault!);
    }

    /// <summary>A body that is no JSON object says nothing: many servers put a word there.</summary>
    private static TimeSpan? LifetimeOf(byte[]? body, TimeSpan most, out string? fault)
    {
        fault = null;
        if (body is not { Length: > 0 })
        {
            return most;
        }

        try
        {
            using var document = JsonDocument.Parse(body);
            if (document.RootElement.ValueKind != JsonValueKind.Object
                || !document.RootElement.TryGetProperty(Member, out var given)
                || given.ValueKind == JsonValueKind.Null)
            {
                return most;
            }

            if (given.ValueKind == JsonValueKind.Number && given.TryGetDouble(out var seconds) && seconds > 0)
            {
                var lifetime = seconds < most.TotalSeconds ? TimeSpan.FromSeconds(seconds) : most;
                return lifetime > LifetimeMin || most < LifetimeMin ? lifetime : LifetimeMin;
            }

            fault = $"It is 202 with {Member} {given.GetRawText()}; a number of seconds above 0 is expected.";
            return null;
        }
        catch (JsonException)
        {
            return most;
        }
    }
}
