namespace Workflow.ExecutionConsumer.Ownership;

internal sealed partial class Takeover
{
    [LoggerMessage(3210, LogLevel.Information, "Shard {shard}: carrying on {runs} runs of the owner before")]
    private static partial void LogCarryingOn(ILogger logger, int shard, int runs);
}
