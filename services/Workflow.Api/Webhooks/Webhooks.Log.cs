namespace Workflow.Api.Webhooks;

internal static partial class WebhooksLog
{
    [LoggerMessage(1340, LogLevel.Information,
        "delivery {delivery_id}: {host} resolves to {addresses}, which users may not reach")]
    public static partial void DestinationDenied(this ILogger logger, Guid delivery_id, string host, string addresses);

    [LoggerMessage(1341, LogLevel.Information,
        "delivery {delivery_id} to {host}: try {attempt} failed, again in {pause_ms} ms: {reason}")]
    public static partial void TryFailed(
        this ILogger logger, Guid delivery_id, string host, int attempt, double pause_ms, string reason);

    [LoggerMessage(1342, LogLevel.Warning,
        "delivery {delivery_id} to {host} is given up after {attempt} tries: {reason}")]
    public static partial void GivenUp(
        this ILogger logger, Guid delivery_id, string host, int attempt, string reason);

    [LoggerMessage(1343, LogLevel.Warning,
        "delivery {delivery_id}: what its try {attempt} met could not be noted; another process tries it again")]
    public static partial void NotNoted(this ILogger logger, Guid delivery_id, int attempt, Exception error);

    [LoggerMessage(1344, LogLevel.Information, "webhooks may reach this machine itself, as the local profile allows")]
    public static partial void LoopbackAllowed(this ILogger logger);
}
