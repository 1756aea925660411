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
    public string? Description { get; set; }
    public int? TimeoutSeconds { get; set; }
    public bool Enabled { get; set; } = true;
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset UpdatedAt { get; set; }
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
}

/// <summary>A run, for reading; writes go through the transitions.</summary>
public sealed class RunRow
{
    public Guid RunId { get; set; }
    public Guid? WorkflowId { get; set; }
    public string? WorkflowVersion { get; set; }
    public required string WorkflowName { get; set; }
    public required string OwnerId { get; set; }
    public required string Type { get; set; }
    public required string Status { get; set; }
    public int Shard { get; set; }
    public string? InputData { get; set; }
    public string? OutputData { get; set; }
    public string? Error { get; set; }
    public string? ErrorMessage { get; set; }
    public int TotalSteps { get; set; }
    public long Revision { get; set; }
    public int Recoveries { get; set; }
    public DateTimeOffset? WakeAt { get; set; }
    public DateTimeOffset CreatedAt { get; set; }
    public DateTimeOffset? StartedAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
}

/// <summary>One attempt of a step, for reading.</summary>
public sealed class StepRow
{
    public Guid RunId { get; set; }
    public required string StepPath { get; set; }
    public required string Iteration { get; set; }
    public int Attempt { get; set; }
    public required string StepId { get; set; }
    public required string StepType { get; set; }
    public string? AgentName { get; set; }
    public string? ToolName { get; set; }
    public Guid? TaskId { get; set; }
    public required string Status { get; set; }
    public string? InputData { get; set; }
    public string? OutputData { get; set; }
    public string? NextTask { get; set; }
    public string? Error { get; set; }
    public string? ErrorMessage { get; set; }
    public DateTimeOffset StartedAt { get; set; }
    public DateTimeOffset? CompletedAt { get; set; }
    public long? DurationMs { get; set; }
    public long BeganRevision { get; set; }
    public long? EndedRevision { get; set; }
    public string? Metadata { get; set; }
}
