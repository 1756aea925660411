using Workflow.Model;

namespace Workflow.Database.Schema;

/// <summary>A registered workflow.</summary>
public sealed class DefinitionRow
{
    public Guid Id { get; set; }
    public required string OwnerId { get; set; }
    public required string Namespace { get; set; }
    public required string Name { get; set; }
    public required string LatestVersion { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
}

/// <summary>One immutable document of a workflow.</summary>
public sealed class VersionRow
{
    public Guid WorkflowId { get; set; }
    public required string Version { get; set; }
    public required string Document { get; set; }
    public int TaskCount { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
}

/// <summary>A registered agent.</summary>
public sealed class AgentRow
{
    public required string Name { get; set; }
    public required string OwnerId { get; set; }
    public required string Transport { get; set; }
    public string? Endpoint { get; set; }
    public string? Tool { get; set; }
    public string? Description { get; set; }
    public int? TimeoutSeconds { get; set; }
    public int? MaxConcurrency { get; set; }
    public AgentAuth? Auth { get; set; }
    public string? Version { get; set; }
    public RawJson? InputSchema { get; set; }
    public RawJson? OutputSchema { get; set; }
    public RawJson? Retry { get; set; }
    public RateLimit? RateLimit { get; set; }
    public HealthCheck? HealthCheck { get; set; }
    public bool Enabled { get; set; } = true;
    public bool Shared { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
    public DateTimeOffset? DeletedAt { get; set; }
}

/// <summary>A process that executes work.</summary>
public sealed class ConsumerRow
{
    public required string Id { get; set; }
    public required string Kind { get; set; }
    public required string Host { get; set; }
    public int Pid { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset SeenAt { get; set; }
    public int[] Shards { get; set; } = [];
    public int ActiveRuns { get; set; }
    public DateTimeOffset? DrainAskedAt { get; set; }
    public string? DrainAskedBy { get; set; }
    public DateTimeOffset? DrainedAt { get; set; }
}
