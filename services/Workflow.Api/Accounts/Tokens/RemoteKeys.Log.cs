namespace Workflow.Api.Accounts.Tokens;

internal static partial class RemoteKeysLog
{
    [LoggerMessage(1110, LogLevel.Information, "{keys} keys for tokens from {url}")]
    public static partial void KeysRead(this ILogger logger, int keys, Uri url);

    [LoggerMessage(1111, LogLevel.Warning, "keys for tokens could not be read from {url}: {reason}; {keys} are kept")]
    public static partial void KeysNotRead(this ILogger logger, Uri url, string reason, int keys);
}
