namespace Workflow.Api.Executions.Starting;

internal static partial class DurationEstimatesLog
{
    [LoggerMessage(1300, LogLevel.Warning, "the usual duration of {workflow_name} could not be read: {reason}")]
    public static partial void NoEstimate(this ILogger logger, string workflow_name, string reason);
}
