namespace Workflow.Bridge.Hosting;

internal static partial class HostingLog
{
    [LoggerMessage(4050, LogLevel.Information,
        "bridge {bridge_id} started: group {group_id}, at most {calls_max} calls, {calls_per_agent_max} per agent")]
    public static partial void BridgeStarted(
        this ILogger logger, string bridge_id, string group_id, int calls_max, int calls_per_agent_max);

    [LoggerMessage(4051, LogLevel.Information,
        "bridge {bridge_id} stops: {open_calls} calls may finish within {grace_ms} ms")]
    public static partial void BridgeStops(this ILogger logger, string bridge_id, int open_calls, double grace_ms);

    [LoggerMessage(4052, LogLevel.Information, "bridge {bridge_id} stopped; {left_calls} calls are left to others")]
    public static partial void BridgeStopped(this ILogger logger, string bridge_id, int left_calls);

    [LoggerMessage(4054, LogLevel.Warning, "bridge {bridge_id} could not take its row out of consumers; it ages there")]
    public static partial void LeaveFailed(this ILogger logger, Exception error, string bridge_id);
}
