namespace Workflow.Api.Batches;

internal static partial class BatchesLog
{
    [LoggerMessage(1360, LogLevel.Warning,
        "batch {batch_id} cannot be worked on now; some process takes it again after {lease_ms} ms")]
    public static partial void BatchHeld(this ILogger logger, Guid batch_id, double lease_ms, Exception error);

    [LoggerMessage(1361, LogLevel.Error, "batch {batch_id}: item {ordinal} failed")]
    public static partial void ItemFailed(this ILogger logger, Guid batch_id, int ordinal, Exception error);
}
