namespace Workflow.ChaosTests.Load;

/// <summary>A start, as its client knows it.</summary>
/// <param name="Key">Idempotency-Key; for a start by message the run's id.</param>
/// <param name="RunId">As the answer named it; null without an answer.</param>
/// <param name="AckedAt">When the client had the answer 2xx; null for none, and for a message.</param>
/// <param name="EarliestStart">Not to be started before; null: at once.</param>
/// <param name="Place">Of the message, when it was one that the broker acknowledged.</param>
internal sealed record StartRecord(
    int Number, string Kind, string Key, Guid? RunId, DateTimeOffset SentAt, DateTimeOffset? AckedAt,
    DateTimeOffset? EarliestStart, MessagePlace? Place, string? Refusal)
{
    /// <summary>The run that this one retries or reruns; null for a first run.</summary>
    public Guid? Of { get; init; }

    public bool IsByMessage { get; init; }
}

/// <summary>Where a message lies at the broker.</summary>
internal readonly record struct MessagePlace(string Topic, int Partition, long Offset);

/// <summary>A verb, as its client knows it.</summary>
/// <param name="Verb">cancel, pause or resume.</param>
/// <param name="AckedAt">When the client had a final answer; null for none.</param>
/// <param name="Status">Of that answer.</param>
internal sealed record VerbRecord(
    Guid RunId, string Verb, DateTimeOffset SentAt, DateTimeOffset? AckedAt, int Status)
{
    public const string Cancel = "cancel";
    public const string Pause = "pause";
    public const string Resume = "resume";

    public bool IsDone => AckedAt is not null && Status == 200;
}
