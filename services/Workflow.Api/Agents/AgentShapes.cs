using System.Text.Json.Serialization;
using Workflow.Api.Http;
using Workflow.Database.Agents;
using Workflow.Database.Schema;
using Workflow.Model;

namespace Workflow.Api.Agents;

/// <summary>An agent as callers see it.</summary>
/// <param name="Endpoint">Null also for who may call it but does not own it.</param>
/// <param name="Tool">Of mcp: name of the tool that a task calls. Null for the others, and where the endpoint is
/// hidden.</param>
/// <param name="MaxConcurrency">Calls that one bridge makes of it at a time; null for the bridge's own limit.</param>
/// <param name="Auth">How bridges log in at it, with the secret by name. Null when they do not, and where the endpoint
/// is hidden.</param>
/// <param name="Shared">Whether everybody may call it.</param>
/// <param name="Version">A label of the agent's own.</param>
/// <param name="InputSchema">JSON Schema of what it takes.</param>
/// <param name="OutputSchema">JSON Schema of what it gives.</param>
/// <param name="Retry">How a failed call is tried again where the definition says nothing.</param>
/// <param name="HealthCheck">Where bridges look whether it is well; null also where the endpoint is hidden.</param>
public sealed record AgentDetail(
    string Name, string Transport, string? Endpoint, string? Tool, string? Description, int? TimeoutSeconds,
    int? MaxConcurrency, AgentAuth? Auth, bool Enabled, bool Shared, string? Version, RawJson? InputSchema,
    RawJson? OutputSchema, RawJson? Retry, RateLimit? RateLimit, HealthCheck? HealthCheck, DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt)
{
    /// <summary>Whether it is well; only when it is read. No tag counts it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentHealth? Health { get; init; }

    /// <summary>How its calls of the last minutes went; only when it is read, and not for agents that no bridge calls.
    /// No tag counts it.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public AgentRecent? Recent { get; init; }

    public static AgentDetail Of(AgentRow row, Caller caller)
    {
        var isTheirs = caller.IsAdmin || row.OwnerId == caller.OwnerId;
        return new AgentDetail(
            row.Name, row.Transport, isTheirs ? row.Endpoint : null, isTheirs ? row.Tool : null, row.Description,
            row.TimeoutSeconds, row.MaxConcurrency, isTheirs ? row.Auth : null, row.Enabled, row.Shared, row.Version,
            row.InputSchema, row.OutputSchema, row.Retry, row.RateLimit, isTheirs ? row.HealthCheck : null,
            row.CreatedAt, row.UpdatedAt);
    }
}

/// <summary>What bridges found where they look whether an agent is well.</summary>
/// <param name="Status">healthy, unhealthy (two looks in a row failed), or unknown.</param>
/// <param name="LastError">Of the last look, when it failed; null also where the endpoint is hidden.</param>
public sealed record AgentHealth(
    string Status, DateTimeOffset? Since, DateTimeOffset? CheckedAt, string? LastError);

/// <summary>How calls of an agent went that ended within the last minutes, over all bridges.</summary>
/// <param name="WindowSeconds">The last of these minutes has only begun.</param>
/// <param name="ErrorRate">Share of the calls that failed, for whatever reason; null without calls.</param>
/// <param name="P50Ms">Half of the calls took no longer; 9 % off at most.</param>
/// <param name="InFlight">Calls under way.</param>
public sealed record AgentRecent(
    int WindowSeconds, long Calls, long Failed, double? ErrorRate, double? P50Ms, double? P95Ms, long InFlight)
{
    public static AgentRecent Of(AgentTraffic traffic) => new(
        (int)AgentReports.Window.TotalSeconds, traffic.Calls, traffic.Failed,
        traffic.Calls == 0 ? null : Math.Round((double)traffic.Failed / traffic.Calls, 4),
        LatencyCounts.PercentileOf(traffic.Latency, 0.5), LatencyCounts.PercentileOf(traffic.Latency, 0.95),
        traffic.InFlight);
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record AgentPage(IReadOnlyList<AgentDetail> Agents, string? Next);
