using Workflow.Model;

namespace Workflow.Execution.Journal;

/// <summary>A change of the run itself that the next commit carries.</summary>
public sealed record RunEdge(RunStatus To)
{
    public DateTimeOffset? CompletedAt { get; init; }
    public RawJson Output { get; init; }
    public RawJson Error { get; init; }
    public string? ErrorMessage { get; init; }
    public DateTimeOffset? WakeAt { get; init; }
}
