using Workflow.Database.Audit;
using Workflow.Model;

namespace Workflow.Api.Verbs;

/// <summary>One thing that somebody did.</summary>
/// <param name="Who">The user; <c>workflow</c> for what the platform did by itself.</param>
/// <param name="ExecutionId">Execution that it was done to; null when it was something else.</param>
/// <param name="Detail">What was asked for and what came of it.</param>
/// <param name="RequestId">Trace id of the request; null without one.</param>
public sealed record AuditItem(
    long Id, DateTimeOffset At, string Who, string Verb, Guid? ExecutionId, RawJson Detail, string? RequestId)
{
    public static AuditItem Of(AuditEntry entry) =>
        new(entry.Id, entry.At, entry.Who, entry.Verb, entry.RunId, entry.Detail, entry.RequestId);
}

/// <param name="Entries">The newest first.</param>
/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record AuditPage(IReadOnlyList<AuditItem> Entries, string? Next);
