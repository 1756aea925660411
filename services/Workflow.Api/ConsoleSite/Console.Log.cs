namespace Workflow.Api.ConsoleSite;

internal static partial class ConsoleLog
{
    [LoggerMessage(1213, LogLevel.Information, "the console was not built into this program; the API runs without it")]
    public static partial void ConsoleMissing(this ILogger logger);
}
