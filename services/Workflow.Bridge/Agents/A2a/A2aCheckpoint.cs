using System.Text.Json;
using System.Text.Json.Nodes;
using Workflow.Model;

namespace Workflow.Bridge.Agents.A2a;

/// <summary>Which task the agent has made of a message, kept with the step: whoever makes the call again carries on
/// there instead of sending the message once more.</summary>
internal static class A2aCheckpoint
{
    private const string TaskMember = "a2a_task";
    private const string MessageMember = "message_id";

    public static RawJson Of(AgentTask task, string id) => RawJson.FromText(
        new JsonObject { [TaskMember] = id, [MessageMember] = task.TaskId.ToString() }.ToJsonString());

    /// <returns>The agent's task; null when none is known, or it belongs to another attempt.</returns>
    public static string? Find(AgentTask task, RawJson recorded)
    {
        if (recorded.IsNull)
        {
            return null;
        }

        using var document = JsonDocument.Parse(recorded.Utf8);
        return document.RootElement is { ValueKind: JsonValueKind.Object } checkpoint
            && Text(checkpoint, MessageMember) == task.TaskId.ToString()
            ? Text(checkpoint, TaskMember)
            : null;
    }

    private static string? Text(JsonElement element, string name) =>
        element.TryGetProperty(name, out var value) && value.ValueKind == JsonValueKind.String
            ? value.GetString()
            : null;
}
