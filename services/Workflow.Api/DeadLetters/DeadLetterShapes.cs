using Workflow.Database.DeadLetters;

namespace Workflow.Api.DeadLetters;

/// <summary>A dead letter in the list.</summary>
/// <param name="Status">open, redriven or discarded.</param>
/// <param name="RunId">Run that its body is about; null when that cannot be read.</param>
/// <param name="RedrivenTo">Topic, partition and offset of the message made of it; null for none.</param>
/// <param name="RedrivenFrom">Earlier letter that this one's message was made of; null for none.</param>
public sealed record DeadLetterSummary(
    Guid Id, string Status, string Reason, string Topic, int Partition, long Offset, Guid? RunId, string? Key,
    DateTimeOffset? SentAt, DateTimeOffset DeadAt, DateTimeOffset ReceivedAt, string? DecidedBy,
    DateTimeOffset? DecidedAt, string? RedrivenTo, Guid? RedrivenFrom)
{
    public static DeadLetterSummary Of(DeadLetterRow row) => new(
        row.Id, row.Status.ToString().ToLowerInvariant(), row.Reason, row.Topic, row.Partition, row.Offset, row.RunId,
        row.Key, row.SentAt, row.DeadAt, row.ReceivedAt, row.DecidedBy, row.DecidedAt, row.RedrivenTo,
        Guid.TryParse(row.Headers?.GetValueOrDefault(Model.MessageHeaders.DeadLetterId), out var from) ? from : null);
}

/// <param name="Letters">The newest first.</param>
/// <param name="Next">Value of <c>after</c> for the next page; null on the last.</param>
public sealed record DeadLetterPage(IReadOnlyList<DeadLetterSummary> Letters, string? Next);

/// <summary>A dead letter with its message.</summary>
/// <param name="Body">As text; null when it is none.</param>
/// <param name="BodyBase64">The body when it is no text.</param>
public sealed record DeadLetterDetail(
    DeadLetterSummary Letter, string? Body, string? BodyBase64, IReadOnlyDictionary<string, string> Headers)
{
    public static DeadLetterDetail Of(DeadLetterRow row) => new(
        DeadLetterSummary.Of(row), row.Body, row.Bytes is null ? null : Convert.ToBase64String(row.Bytes),
        row.Headers ?? new Dictionary<string, string>());
}

/// <summary>What became of many letters.</summary>
/// <param name="Done">Letters that were redriven or discarded.</param>
/// <param name="Failed">Letters that were not, the first reasons with them.</param>
/// <param name="IsAll">False when more letters match than one request takes: ask again.</param>
public sealed record BulkDecision(int Done, int Failed, IReadOnlyList<BulkFailure> Failures, bool IsAll);

/// <summary>Why a letter stayed as it was.</summary>
public sealed record BulkFailure(Guid Id, string Reason);
