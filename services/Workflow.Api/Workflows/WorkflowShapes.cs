using Workflow.Database.Definitions;
using Workflow.Database.Schema;
using Workflow.Model;

namespace Workflow.Api.Workflows;

/// <summary>Answer to a registration.</summary>
public sealed record RegisteredWorkflow(Guid Id, string Name, string Namespace, string Version);

/// <summary>A workflow with one of its documents.</summary>
/// <param name="Version">Version of <paramref name="Document"/>.</param>
/// <param name="LatestVersion">Version that a start uses.</param>
/// <param name="TaskCount">Tasks in the document, at every depth.</param>
public sealed record WorkflowDetail(
    Guid Id, string Name, string Namespace, string Version, string LatestVersion, int TaskCount,
    DateTimeOffset CreatedAt,
    DateTimeOffset UpdatedAt, RawJson Document)
{
    public static WorkflowDetail Of(DefinitionVersion found) => new(
        found.Row.Id, found.Row.Name, found.Row.Namespace, found.Kept.Version, found.Row.LatestVersion,
        found.Kept.TaskCount,
        found.Row.CreatedAt, found.Row.UpdatedAt, RawJson.FromText(found.Kept.Document));
}

/// <summary>A workflow in a list; <paramref name="Version"/> is the latest.</summary>
public sealed record WorkflowSummary(
    Guid Id, string Name, string Namespace, string Version, DateTimeOffset CreatedAt, DateTimeOffset UpdatedAt)
{
    public static WorkflowSummary Of(DefinitionRow row) =>
        new(row.Id, row.Name, row.Namespace, row.LatestVersion, row.CreatedAt, row.UpdatedAt);
}

/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record WorkflowPage(IReadOnlyList<WorkflowSummary> Workflows, string? Next);
