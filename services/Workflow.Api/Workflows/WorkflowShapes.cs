using Workflow.Database.Definitions;
using Workflow.Database.Schema;
using Workflow.Definitions.Syntax;
using Workflow.Model;

namespace Workflow.Api.Workflows;

/// <summary>Answer to a registration.</summary>
/// <param name="ScheduleId">The schedule that was made or kept for the definition; null for none, or for a document
/// that was there before.</param>
/// <param name="Warnings">What will fail as things are now; empty for nothing.</param>
public sealed record RegisteredWorkflow(
    Guid Id, string Name, string Namespace, string Version, Guid? ScheduleId,
    IReadOnlyList<DefinitionWarning> Warnings);

/// <summary>Something in a definition that is allowed, but will fail as things are now.</summary>
/// <param name="Pointer">JSON pointer of what is meant.</param>
public sealed record DefinitionWarning(string Pointer, string Message);

/// <summary>A workflow with one of its documents.</summary>
/// <param name="Version">Version of <paramref name="Document"/>.</param>
/// <param name="LatestVersion">Version that a start uses.</param>
/// <param name="TaskCount">Tasks in the document, at every depth.</param>
/// <param name="DeletedAt">Null unless it was deleted; then only its single versions can be read.</param>
public sealed record WorkflowDetail(
    Guid Id, string Name, string Namespace, string Version, string LatestVersion, int TaskCount,
    DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt, DateTimeOffset? DeletedAt, RawJson Document)
{
    public static WorkflowDetail Of(DefinitionVersion found, DateTimeOffset? deletedAt = null) => new(
        found.Row.Id, found.Row.Name, found.Row.Namespace, found.Kept.Version, found.Row.LatestVersion,
        found.Kept.TaskCount, found.Row.CreatedAt, found.Row.UpdatedAt, deletedAt,
        RawJson.FromText(found.Kept.Document));
}

/// <summary>What a document is that passed every check.</summary>
/// <param name="TaskCount">Tasks in it, at every depth.</param>
/// <param name="Agents">Agents that it calls, by name; all are registered.</param>
/// <param name="Warnings">What will fail as things are now; empty for nothing.</param>
public sealed record CheckedWorkflow(
    string Name, string Namespace, string Version, int TaskCount, IReadOnlyList<string> Agents,
    IReadOnlyList<DefinitionWarning> Warnings)
{
    public static CheckedWorkflow Of(WorkflowDefinition definition, IReadOnlyList<DefinitionWarning> warnings) => new(
        definition.Document.Name, definition.Document.Namespace, definition.Document.Version, definition.TaskCount,
        [.. definition.Agents.Order(StringComparer.Ordinal)], warnings);
}

/// <summary>A version in a list.</summary>
public sealed record WorkflowVersion(string Version, int TaskCount, DateTimeOffset CreatedAt)
{
    public static WorkflowVersion Of(VersionEntry entry) => new(entry.Version, entry.TaskCount, entry.CreatedAt);
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record WorkflowVersionPage(IReadOnlyList<WorkflowVersion> Versions, string? Next);

/// <summary>A workflow in a list; <paramref name="Version"/> is the latest.</summary>
public sealed record WorkflowSummary(
    Guid Id, string Name, string Namespace, string Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static WorkflowSummary Of(DefinitionRow row) =>
        new(row.Id, row.Name, row.Namespace, row.LatestVersion, row.CreatedAt, row.UpdatedAt);
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record WorkflowPage(IReadOnlyList<WorkflowSummary> Workflows, string? Next);
