namespace Workflow.ExecutionConsumer.Ownership;

internal sealed partial class Takeover
{
    [LoggerMessage(3210, LogLevel.Information, "Shard {Shard}: carrying on {Runs} runs of the owner before")]
    private static partial void LogCarryingOn(ILogger logger, int shard, int runs);
}
