using Workflow.Model;

namespace Workflow.Database.Queries.Lists;

/// <summary>From the first moment on, up to and without the second.</summary>
public readonly record struct TimeRange(DateTimeOffset? From, DateTimeOffset? To)
{
    public bool IsAny => From is null && To is null;
}

/// <summary>Which runs a list is of. Every condition that is given must hold.</summary>
public sealed record RunFilter
{
    /// <summary>Owner of the runs; null for everybody's.</summary>
    public string? OwnerId { get; init; }

    public IReadOnlyList<RunStatus> Statuses { get; init; } = Enum.GetValues<RunStatus>();

    /// <summary>Of <see cref="RunType"/>.</summary>
    public IReadOnlyList<string> Types { get; init; } = RunType.All;

    /// <summary>Names of workflows and agents; null for any.</summary>
    public IReadOnlyList<string>? Names { get; init; }

    /// <summary>Workflows, whose names are among <see cref="Names"/>; null for any.</summary>
    public IReadOnlyList<Guid>? WorkflowIds { get; init; }

    public string? BusinessKey { get; init; }

    /// <summary>A JSON object: the run has at least these labels. Empty for any.</summary>
    public RawJson Labels { get; init; }

    public TimeRange Created { get; init; }

    public TimeRange Started { get; init; }

    public TimeRange Completed { get; init; }

    /// <summary>From start to end, at least.</summary>
    public TimeSpan? DurationMin { get; init; }

    /// <summary>From start to end, at most.</summary>
    public TimeSpan? DurationMax { get; init; }

    /// <summary>Text within the error message, in any case.</summary>
    public string? ErrorContains { get; init; }

    /// <summary>Text within the output's JSON, in any case.</summary>
    public string? OutputContains { get; init; }

    /// <summary>The statuses that runs can have for which the rest holds.</summary>
    public RunStatus[] PossibleStatuses() => [.. Statuses.Distinct().Where(IsPossible)];

    private bool IsPossible(RunStatus status) =>
        (Completed.IsAny && DurationMin is null && DurationMax is null || status.IsEnd())
        && (Started.IsAny || status != RunStatus.Pending)
        && (ErrorContains is null || status is RunStatus.Failed or RunStatus.Cancelled)
        && (OutputContains is null || status == RunStatus.Completed);
}
