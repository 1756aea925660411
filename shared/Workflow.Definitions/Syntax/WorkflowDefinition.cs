using Workflow.Definitions.Expressions;
using Workflow.Definitions.Scheduling;
using Workflow.Schemas;

namespace Workflow.Definitions.Syntax;

/// <summary>A whole definition, read and checked. Immutable, shared by every run of it.</summary>
public sealed record WorkflowDefinition
{
    public required DocumentHeader Document { get; init; }

    /// <summary>What a run's input must be, before <c>input.from</c>; null for anything.</summary>
    public JsonSchema? InputSchema { get; init; }

    public Template? InputFrom { get; init; }

    public Template? OutputAs { get; init; }

    /// <summary>What a run's output must be, after <c>output.as</c>; null for anything.</summary>
    public JsonSchema? OutputSchema { get; init; }

    public TimeoutSpec? Timeout { get; init; }

    /// <summary>When the platform starts it by itself; null for never.</summary>
    public ScheduleSpec? Schedule { get; init; }

    public required TaskList Do { get; init; }

    /// <summary>Names of every agent that the definition calls.</summary>
    public required IReadOnlySet<string> Agents { get; init; }

    /// <summary>Number of tasks in the document, at every depth: the first estimate of a run's steps.</summary>
    public required int TaskCount { get; init; }

    /// <summary>The document as JSON text in UTF-8: what messages and the database carry.</summary>
    public required ReadOnlyMemory<byte> Json { get; init; }
}

/// <summary>The <c>document</c> section. <paramref name="Dsl"/> and <paramref name="Version"/> are semantic
/// versions.</summary>
public sealed record DocumentHeader(
    string Dsl, string Namespace, string Name, string Version, string? Title, string? Summary);
