using Workflow.Model;

namespace Workflow.Database.DeadLetters;

/// <summary>Whether somebody has decided about a dead letter.</summary>
public enum DeadLetterStatus
{
    Open,
    Redriven,
    Discarded,
}

/// <summary>A dead letter to be kept.</summary>
/// <param name="Body">As text; null when it is none.</param>
/// <param name="Bytes">The body when it is no text.</param>
/// <param name="Headers">A JSON object of texts; empty for none.</param>
public sealed record NewDeadLetter(
    Guid Id, string Reason, string Topic, int Partition, long Offset, DateTimeOffset? SentAt, Guid? RunId, string? Key,
    string? Body, byte[]? Bytes, RawJson Headers, DateTimeOffset DeadAt);

/// <summary>A dead letter as it is kept.</summary>
/// <param name="RedrivenTo">Topic, partition and offset of the message made of it.</param>
public sealed record DeadLetterRow(
    Guid Id, DeadLetterStatus Status, string Reason, string Topic, int Partition, long Offset, DateTimeOffset? SentAt,
    Guid? RunId, string? Key, string? Body, byte[]? Bytes, IReadOnlyDictionary<string, string>? Headers,
    DateTimeOffset DeadAt, DateTimeOffset ReceivedAt, string? DecidedBy, DateTimeOffset? DecidedAt, string? RedrivenTo);

/// <summary>Which dead letters are meant; null members do not matter.</summary>
/// <param name="Text">Part of the reason, the key or the body, in any case.</param>
/// <param name="Before">Only letters that were kept before this one.</param>
public sealed record DeadLetterFilter(
    string? Topic = null, DeadLetterStatus? Status = null, Guid? RunId = null, string? Text = null,
    Guid? Before = null);
