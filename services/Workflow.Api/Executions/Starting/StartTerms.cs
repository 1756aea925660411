using Workflow.Api.Executions.Reading;
using Workflow.Database.Intake;
using Workflow.Model;

namespace Workflow.Api.Executions.Starting;

/// <summary>How a run is to be started, beside what and with which input.</summary>
public sealed record StartTerms
{
    public static readonly IReadOnlyDictionary<string, string> NoLabels = new Dictionary<string, string>();

    /// <summary>Null for the latest.</summary>
    public string? Version { get; init; }

    public IReadOnlyDictionary<string, string> Labels { get; init; } = NoLabels;

    public string? BusinessKey { get; init; }

    /// <summary>-100 to 100.</summary>
    public short Priority { get; init; }

    public DateTimeOffset? StartAt { get; init; }

    public int? QueueTimeoutSeconds { get; init; }

    /// <summary>Null for no limit.</summary>
    public RunConcurrency? Concurrency { get; init; }

    /// <summary>Whom to tell, as the run keeps it; empty for nobody.</summary>
    public RawJson Webhook { get; init; }

    /// <summary>The labels as a JSON object in order of their keys; empty for none.</summary>
    public RawJson LabelsJson() => Labels.Count == 0 ? default : LabelText.Of(Labels);
}
