using Workflow.Model;

namespace Workflow.Database.Batches;

/// <summary>What is done for each item of a batch.</summary>
public static class BatchVerb
{
    public const string Start = "start";
    public const string Cancel = "cancel";
    public const string Retry = "retry";

    public static readonly string[] All = [Start, Cancel, Retry];
}

/// <summary>How far a batch is.</summary>
public enum BatchStatus
{
    /// <summary>No process has worked on it yet.</summary>
    Pending,
    Running,
    Paused,

    /// <summary>Aborted; items that had begun are being finished.</summary>
    Aborting,
    Aborted,
    Completed,
}

/// <summary>What became of an item.</summary>
public enum ItemOutcome
{
    Done,
    Failed,

    /// <summary>There was nothing to do, or the batch was aborted before it.</summary>
    Skipped,

    /// <summary>The run is not there, or is somebody else's.</summary>
    NotFound,
}

/// <summary>A batch that somebody asks for.</summary>
/// <param name="IsAdmin">Whether it may touch everybody's runs.</param>
/// <param name="Filter">What its runs were chosen by; empty when they were named.</param>
public sealed record NewBatch(
    Guid Id, string OwnerId, bool IsAdmin, string Verb, int Concurrency, string? Reason, RawJson Filter,
    IReadOnlyList<NewBatchItem> Items);

/// <summary>An item of it.</summary>
/// <param name="RunId">Run that it is done to; null for a start.</param>
/// <param name="Request">What to start; empty otherwise.</param>
public readonly record struct NewBatchItem(Guid? RunId, RawJson Request);

/// <summary>A batch as its owner sees it.</summary>
/// <param name="WaitingFor">Why it does not go on just now; null while it does.</param>
public sealed record BatchRow(
    Guid Id, string OwnerId, string Verb, BatchStatus Status, int Total, int Done, int Failed, int Skipped,
    int NotFound, int Concurrency, string? Reason, RawJson Filter, string? WaitingFor, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? PausedAt, DateTimeOffset? AbortedAt, DateTimeOffset? CompletedAt);

/// <summary>An item as its owner sees it.</summary>
/// <param name="Outcome">Null while it is open.</param>
public sealed record BatchItemRow(
    int Ordinal, Guid? RunId, ItemOutcome? Outcome, Guid? MadeRunId, string? Problem, string? Detail,
    DateTimeOffset? BegunAt, DateTimeOffset? FinishedAt);

/// <summary>A batch that this process works on.</summary>
public sealed record ClaimedBatch(
    Guid Id, string OwnerId, bool IsAdmin, string Verb, int Concurrency, string? Reason);

/// <summary>An item to work on now.</summary>
/// <param name="IsRepeat">Whether a process began it before and died, or had to wait: part of it may be done.</param>
public sealed record BegunItem(
    int Ordinal, Guid? RunId, RawJson Request, DateTimeOffset BegunAt, bool IsRepeat);

/// <summary>What became of an item.</summary>
/// <param name="Problem">Kind of the error; null for none.</param>
public sealed record ItemResult(
    ItemOutcome Outcome, Guid? MadeRunId = null, string? Problem = null, string? Detail = null);
