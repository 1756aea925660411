using Microsoft.Extensions.Logging;

namespace Workflow.Registry;

internal sealed partial class RemoteRegistry
{
    [LoggerMessage(3460, LogLevel.Warning, "agent {agent}: {reason} What is known of it goes on counting")]
    private static partial void LogStale(ILogger logger, string agent, string reason);

    [LoggerMessage(3461, LogLevel.Warning, "agent {agent}: {reason} It is asked again")]
    private static partial void LogAway(ILogger logger, string agent, string reason);
}
