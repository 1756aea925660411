using Workflow.Model;

namespace Workflow.Database.Queries.Lists;

/// <summary>A run in a list.</summary>
/// <param name="Name">Name of its workflow or agent.</param>
/// <param name="Payloads">Null when they were not asked for.</param>
public sealed record ListedRun(
    Guid RunId, string Type, Guid? WorkflowId, string Name, string? Version, string OwnerId, RunStatus Status,
    RawJson Labels, string? BusinessKey, short Priority, string? ErrorMessage, DateTimeOffset CreatedAt,
    DateTimeOffset? StartedAt, DateTimeOffset? CompletedAt, RunPayloads? Payloads);

/// <summary>Input and output of a run, or that they are too large for a list.</summary>
public sealed record RunPayloads(RawJson Input, RawJson Output, bool IsInputLeftOut, bool IsOutputLeftOut);

/// <summary>How many runs a list has.</summary>
/// <param name="Count">Exact, or the least there are.</param>
public readonly record struct ListTotal(int Count, bool IsEstimate);

/// <summary>A page of a list.</summary>
/// <param name="Next">Where the next page begins; null on the last.</param>
/// <param name="IsCut">Whether the page ended before it was full, because enough rows had been looked at: more may
/// follow.</param>
public sealed record RunPage(IReadOnlyList<ListedRun> Runs, ListTotal Total, ListPlace? Next, bool IsCut);

/// <summary>What became of asking for a page.</summary>
/// <param name="Page">Null when the list spans more owners or names than one answer goes through.</param>
public readonly record struct ListOutcome(RunPage? Page);
