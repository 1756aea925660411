using System.ComponentModel.DataAnnotations;
using Workflow.Database.Retention;

namespace Workflow.Api.Retention;

/// <summary>How long ended runs stay. Environment: WORKFLOW_RETENTION_ and the option's name.</summary>
public sealed record RetentionOptions
{
    public const string Prefix = "WORKFLOW_RETENTION";

    /// <summary>Days for which completed runs stay, after their end; 0 (the default) for ever. Fewer keep the tables
    /// small; what is gone can be neither looked at nor rerun, and its idempotency key is free again.</summary>
    [Range(0, 36_500, ErrorMessage = "must be 0 to 36500 days; 0 keeps them for ever.")]
    public int CompletedDays { get; init; }

    /// <summary>The same for failed runs, which people may want to look at for longer. Default 0.</summary>
    [Range(0, 36_500, ErrorMessage = "must be 0 to 36500 days; 0 keeps them for ever.")]
    public int FailedDays { get; init; }

    /// <summary>The same for cancelled runs. Default 0.</summary>
    [Range(0, 36_500, ErrorMessage = "must be 0 to 36500 days; 0 keeps them for ever.")]
    public int CancelledDays { get; init; }

    /// <summary>What becomes of them then: <c>delete</c> (the default), or <c>archive</c>: they go to the table
    /// <c>archived_runs</c>, one row with all their steps each.</summary>
    [RegularExpression("delete|archive", ErrorMessage = "must be delete or archive.")]
    public string Then { get; init; } = "delete";

    /// <summary>Days for which they stay there; 0 (the default) for ever.</summary>
    [Range(0, 36_500, ErrorMessage = "must be 0 to 36500 days; 0 keeps them for ever.")]
    public int ArchiveDays { get; init; }

    /// <summary>Runs that one transaction takes away; more is faster and holds its locks longer. Default 200.</summary>
    [Range(1, 10_000, ErrorMessage = "must be 1 to 10000: 0 would take nothing, more holds up what is written.")]
    public int Rows { get; init; } = 200;

    /// <summary>Pause between two looks at what is over. Default one minute.</summary>
    public TimeSpan Look { get; init; } = TimeSpan.FromMinutes(1);

    public RetentionPolicy Policy() => new(
        Days(CompletedDays), Days(FailedDays), Days(CancelledDays), Then == "archive", Days(ArchiveDays));

    private static TimeSpan? Days(int days) => days == 0 ? null : TimeSpan.FromDays(days);
}
