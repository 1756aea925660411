namespace Workflow.Bridge.Breaking;

internal static partial class BreakingLog
{
    [LoggerMessage(4060, LogLevel.Warning, "circuit of {agent} is open: no call for {pause_ms} ms")]
    public static partial void CircuitOpened(this ILogger logger, string agent, double pause_ms);

    [LoggerMessage(4061, LogLevel.Information, "circuit of {agent} is half open: one call as a probe")]
    public static partial void CircuitProbed(this ILogger logger, string agent);

    [LoggerMessage(4062, LogLevel.Information, "circuit of {agent} is closed: it is called again")]
    public static partial void CircuitClosed(this ILogger logger, string agent);
}
