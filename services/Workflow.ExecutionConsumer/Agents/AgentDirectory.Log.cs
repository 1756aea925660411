namespace Workflow.ExecutionConsumer.Agents;

internal sealed partial class AgentDirectory
{
    [LoggerMessage(3320, LogLevel.Warning, "The agent registry could not be read; the copy in memory serves")]
    private static partial void LogNotRead(ILogger logger, Exception error);
}
