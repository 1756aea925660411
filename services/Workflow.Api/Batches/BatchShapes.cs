using Workflow.Database.Batches;
using Workflow.Model;

namespace Workflow.Api.Batches;

/// <summary>A batch with its counts.</summary>
/// <param name="Status">pending, running, paused, aborting, aborted or completed.</param>
/// <param name="Skipped">Items for which there was nothing to do, or that an abort left out.</param>
/// <param name="NotFound">Items whose execution is not there.</param>
/// <param name="Filter">What the executions were chosen by; null when they were named.</param>
/// <param name="WaitingFor">Why it does not go on just now; null while it does.</param>
public sealed record BatchDetail(
    Guid Id, string Verb, string Status, int Total, int Done, int Failed, int Skipped, int NotFound, int Concurrency,
    string? Reason, RawJson Filter, string? WaitingFor, string OwnerId, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? PausedAt, DateTimeOffset? AbortedAt, DateTimeOffset? CompletedAt)
{
    public static BatchDetail Of(BatchRow row) => new(
        row.Id, row.Verb, row.Status.ToString().ToLowerInvariant(), row.Total, row.Done, row.Failed, row.Skipped,
        row.NotFound, row.Concurrency, row.Reason, row.Filter, row.WaitingFor, row.OwnerId, row.CreatedAt,
        row.StartedAt, row.PausedAt, row.AbortedAt, row.CompletedAt);
}

/// <param name="Batches">The newest first.</param>
/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record BatchPage(IReadOnlyList<BatchDetail> Batches, string? Next);

/// <summary>What a batch would do; nothing was changed.</summary>
/// <param name="Count">Items that it would have.</param>
/// <param name="IsMore">Whether more match than a batch may have, so that it would be refused.</param>
/// <param name="NotFound">Named executions that are not there, or not the caller's.</param>
/// <param name="Sample">The first executions; empty for starts.</param>
public sealed record BatchPreview(string Verb, int Count, bool IsMore, int NotFound, IReadOnlyList<Guid> Sample);

/// <summary>An item of a batch.</summary>
/// <param name="Number">Its place, from 1.</param>
/// <param name="ExecutionId">Execution that it is done to; null for a start.</param>
/// <param name="Status">pending, done, failed, skipped or not_found.</param>
/// <param name="StartedExecutionId">Execution that was started; null when none was.</param>
/// <param name="Problem">Type of the error; null for none.</param>
public sealed record BatchItemDetail(
    int Number, Guid? ExecutionId, string Status, Guid? StartedExecutionId, string? Problem, string? Detail,
    DateTimeOffset? BegunAt, DateTimeOffset? FinishedAt)
{
    public static BatchItemDetail Of(BatchItemRow row) => new(
        row.Ordinal, row.RunId, TextOf(row.Outcome), row.MadeRunId, row.Problem, row.Detail, row.BegunAt,
        row.FinishedAt);

    /// <summary>Every status of an item.</summary>
    public static IReadOnlyList<string> Statuses { get; } =
        [.. Enum.GetValues<ItemOutcome>().Select(outcome => TextOf(outcome)).Prepend(TextOf(null))];

    private static string TextOf(ItemOutcome? outcome) => outcome switch
    {
        null => "pending",
        ItemOutcome.NotFound => "not_found",
        { } other => other.ToString().ToLowerInvariant(),
    };
}

/// <param name="Items">In their order.</param>
/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record BatchItemPage(IReadOnlyList<BatchItemDetail> Items, string? Next);
