using Npgsql;
using Workflow.Database.Queries;

namespace Workflow.Database.Batches;

/// <summary>Batches and items as rows.</summary>
internal static class BatchColumns
{
    public const string OfBatch = """
        id, owner_id, verb, total, done, failed, skipped, not_found, concurrency, reason, filter, waiting_for,
        created_at, started_at, paused_at, aborted_at, completed_at
        """;

    public const string OfItem = "ordinal, run_id, outcome, made_run_id, problem, detail, begun_at, finished_at";

    public static BatchRow Batch(NpgsqlDataReader reader)
    {
        var (startedAt, pausedAt) = (reader.TimeOrNull(13), reader.TimeOrNull(14));
        var (abortedAt, completedAt) = (reader.TimeOrNull(15), reader.TimeOrNull(16));
        return new BatchRow(
            reader.GetGuid(0), reader.GetString(1), reader.GetString(2),
            StatusOf(startedAt, pausedAt, abortedAt, completedAt), reader.GetInt32(3), reader.GetInt32(4),
            reader.GetInt32(5), reader.GetInt32(6), reader.GetInt32(7), reader.GetInt32(8), reader.TextOrNull(9),
            reader.JsonOrEmpty(10), reader.TextOrNull(11), reader.GetFieldValue<DateTimeOffset>(12), startedAt,
            pausedAt, abortedAt, completedAt);
    }

    public static BatchItemRow Item(NpgsqlDataReader reader) => new(
        reader.GetInt32(0), reader.GuidOrNull(1), OutcomeOf(reader.TextOrNull(2)), reader.GuidOrNull(3),
        reader.TextOrNull(4), reader.TextOrNull(5), reader.TimeOrNull(6), reader.TimeOrNull(7));

    public static string ToSql(this ItemOutcome outcome) => outcome switch
    {
        ItemOutcome.Done => "done",
        ItemOutcome.Failed => "failed",
        ItemOutcome.Skipped => "skipped",
        _ => "not_found",
    };

    private static ItemOutcome? OutcomeOf(string? text) => text switch
    {
        null => null,
        "done" => ItemOutcome.Done,
        "failed" => ItemOutcome.Failed,
        "skipped" => ItemOutcome.Skipped,
        _ => ItemOutcome.NotFound,
    };

    private static BatchStatus StatusOf(
        DateTimeOffset? startedAt, DateTimeOffset? pausedAt, DateTimeOffset? abortedAt, DateTimeOffset? completedAt) =>
        completedAt is not null ? abortedAt is null ? BatchStatus.Completed : BatchStatus.Aborted
        : abortedAt is not null ? BatchStatus.Aborting
        : pausedAt is not null ? BatchStatus.Paused
        : startedAt is not null ? BatchStatus.Running
        : BatchStatus.Pending;
}
