namespace Workflow.Bridge.Health;

internal static partial class HealthLog
{
    [LoggerMessage(4090, LogLevel.Debug, "health of {agent}: {finding}")]
    public static partial void AgentProbed(this ILogger logger, string agent, string finding);

    [LoggerMessage(4091, LogLevel.Warning, "the look at the health of {agent} broke; another follows")]
    public static partial void ProbeFailed(this ILogger logger, Exception error, string agent);
}
