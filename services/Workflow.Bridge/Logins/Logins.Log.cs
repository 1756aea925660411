namespace Workflow.Bridge.Logins;

internal static partial class LoginsLog
{
    [LoggerMessage(4070, LogLevel.Debug, "token for {agent} fetched at {token_endpoint}: used for {life_seconds} s")]
    public static partial void TokenFetched(
        this ILogger logger, string agent, string? token_endpoint, double life_seconds);

    [LoggerMessage(4071, LogLevel.Warning,
        "no token for {agent} could be fetched at {token_endpoint} ({status}): {reason}")]
    public static partial void TokenNotFetched(
        this ILogger logger, string agent, string? token_endpoint, int status, string? reason);
}
