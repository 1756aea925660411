using System.ComponentModel.DataAnnotations;

namespace Workflow.Api.DeadLetters;

/// <summary>How dead letters are kept. Environment: WORKFLOW_DEAD_LETTER_ and the option's name, e.g.
/// WORKFLOW_DEAD_LETTER_KEEP_DAYS.</summary>
public sealed record DeadLetterOptions
{
    /// <summary>Days for which letters stay that somebody redrove or discarded. Default 30.</summary>
    [Range(1, 3_650, ErrorMessage = "must be 1 to 3650: 0 would forget at once, more fills the disk.")]
    public int KeepDays { get; init; } = 30;

    /// <summary>Days for which letters stay that nobody decided about; never fewer than <see cref="KeepDays"/>.
    /// Default 90.</summary>
    [Range(1, 3_650, ErrorMessage = "must be 1 to 3650: 0 would forget what nobody has seen, more fills the disk.")]
    public int KeepOpenDays { get; init; } = 90;

    /// <summary>Letters that one request decides about. More keeps the caller waiting. Default 500.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would do nothing, more would outlast the request.")]
    public int BulkMax { get; init; } = 500;

    /// <summary>Letters in memory on their way into the database; beyond it the topic is read no further. Default
    /// 64.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would keep nothing, each may take a megabyte.")]
    public int PendingMax { get; init; } = 64;
}
