using Microsoft.Extensions.Logging;

namespace Workflow.Hosting;

internal static partial class HealthPortLog
{
    [LoggerMessage(5010, LogLevel.Information, "probes are answered at port {port}")]
    public static partial void ProbesAnswered(this ILogger logger, int port);
}
