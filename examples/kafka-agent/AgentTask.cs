using System.Text.Json;

namespace Workflow.ExampleKafkaAgent;

/// <summary>What an agent needs of a message on <c>workflow.agent.tasks</c>.</summary>
/// <param name="TaskId">The same however often the attempt is sent; an agent with outside effects remembers it.</param>
/// <param name="Shard">Partition that the result belongs to.</param>
/// <param name="Deadline">After it nobody waits for the result any more; null for no limit.</param>
internal sealed record AgentTask(
    Guid TaskId, Guid RunId, string Agent, JsonElement Input, int Shard, DateTimeOffset? Deadline, string MessageType)
{
    public bool IsWanted(DateTimeOffset now) => Deadline is null || Deadline > now;

    /// <returns>Null for a message that is not a task of this agent: the topic holds everybody's.</returns>
    public static AgentTask? Read(byte[]? body, string agent)
    {
        try
        {
            var task = JsonSerializer.Deserialize<AgentTask>(body, Wire.Json);
            return task is { MessageType: "agent_task" } && task.Agent == agent ? task : null;
        }
        catch (JsonException)
        {
            return null;
        }
    }
}

/// <summary>How members are called in messages.</summary>
internal static class Wire
{
    public static readonly JsonSerializerOptions Json = new()
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
    };
}
