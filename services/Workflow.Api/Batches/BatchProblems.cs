using Workflow.Api.Http;
using Workflow.Database.Batches;

namespace Workflow.Api.Batches;

/// <summary>Errors about batches.</summary>
public static class BatchProblems
{
    public static Problem NotFound(Guid id) => new(
        ProblemTypes.BatchNotFound, $"No batch {id}; GET /api/v1/batches lists them.")
    {
        Facts = new() { ["batch_id"] = id },
    };

    public static Problem Ended(BatchRow row) => new(
        ProblemTypes.BatchEnded,
        $"Batch {row.Id} is {row.Status.ToString().ToLowerInvariant()}; only an open one can be paused, resumed or "
        + "aborted.")
    {
        Facts = new() { ["batch_id"] = row.Id, ["batch_status"] = row.Status.ToString().ToLowerInvariant() },
    };

    /// <param name="count">Null when nobody knows exactly, only that there are more than allowed.</param>
    public static Problem TooLarge(int max, int? count) => new(
        ProblemTypes.BatchTooLarge,
        $"{(count is null ? "More" : $"{count} items, which is more")} than the {max} that a batch may have; narrow or "
        + "split it, or raise WORKFLOW_BATCH_ITEMS_MAX. A dry run counts without changing anything.")
    {
        Facts = new() { ["items_max"] = max },
    };

    public static Problem TooManyIds(int max, int count) => new(
        ProblemTypes.BatchTooLarge,
        $"{count} ids, which is more than the {max} of one request; ask in parts, or raise "
        + "WORKFLOW_BATCH_STATUS_IDS_MAX.")
    {
        Facts = new() { ["status_ids_max"] = max },
    };

    public static Problem TooMany(int max) => new(
        ProblemTypes.TooManyBatches,
        $"You have {max} open batches, the most that one user may have; wait for one to end, or abort one.")
    {
        Facts = new() { ["open_per_owner_max"] = max },
        RetryAfterSeconds = 30,
    };
}
