using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Database.Schema;
using Workflow.Model;

namespace Workflow.Registry;

/// <summary>An agent as a registry answers it: the body of <c>PUT /api/v1/agents/{name}</c> with its name. Other
/// members are left alone.</summary>
internal sealed record RegistryAgent(
    string? Name, string? Transport, string? Endpoint, string? Tool, string? Description, int? TimeoutSeconds,
    int? MaxConcurrency, AgentAuth? Auth, bool? Enabled, bool? Shared, string? OwnerId, string? Version,
    RawJson? InputSchema, RawJson? OutputSchema, RawJson? Retry, RateLimit? RateLimit, HealthCheck? HealthCheck,
    DateTimeOffset? CreatedAt, DateTimeOffset? UpdatedAt)
{
    /// <summary>Without an owner it is everybody's.</summary>
    /// <param name="name">That was asked for; null where the agent says it itself.</param>
    public AgentRow ToRow(string? name) => new()
    {
        Name = name ?? Name ?? "",
        OwnerId = OwnerId ?? "",
        Transport = Transport ?? AgentTransport.Http,
        Endpoint = Endpoint,
        Tool = Tool,
        Description = Description,
        TimeoutSeconds = TimeoutSeconds is > 0 ? TimeoutSeconds : null,
        MaxConcurrency = MaxConcurrency is > 0 ? MaxConcurrency : null,
        Auth = Auth,
        Enabled = Enabled ?? true,
        Shared = Shared ?? OwnerId is null,
        Version = Version,
        InputSchema = OrNull(InputSchema),
        OutputSchema = OrNull(OutputSchema),
        Retry = OrNull(Retry),
        RateLimit = RateLimit is { Calls: >= 1 and <= RateLimit.CallsMax, PeriodSeconds: >= 1 } ? RateLimit : null,
        HealthCheck = HealthCheck,
        CreatedAt = CreatedAt ?? DateTimeOffset.UnixEpoch,
        UpdatedAt = UpdatedAt ?? CreatedAt ?? DateTimeOffset.UnixEpoch,
    };

    private static RawJson? OrNull(RawJson? json) => json is { IsNull: false } ? json : null;
}

/// <summary>A page of a registry's agents.</summary>
internal sealed record RegistryPage(IReadOnlyList<RegistryAgent>? Agents);

/// <summary>Source-generated JSON of what registries answer.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower, MaxDepth = 128)]
[JsonSerializable(typeof(RegistryAgent))]
[JsonSerializable(typeof(RegistryPage))]
[JsonSerializable(typeof(JsonElement))]
[JsonSerializable(typeof(IReadOnlyList<RegistryAgent>))]
internal sealed partial class RegistryJson : JsonSerializerContext;
