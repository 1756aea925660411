using System.Text.Json;
using Workflow.Model;

namespace Workflow.ExecutionConsumer.Lanes;

/// <summary>Tells of a result that is larger than a message may be which attempt it is of, without reading the
/// rest.</summary>
internal static class OversizedResult
{
    /// <returns>The failure of that attempt; null when the message is no such result.</returns>
    public static AgentResult? Failure(byte[]? body, int bytesMax, DateTimeOffset now)
    {
        if (body is null || body.Length <= bytesMax)
        {
            return null;
        }

        try
        {
            var members = Members(body);
            return members.GetValueOrDefault("message_type") == AgentResult.Type
                && members.GetValueOrDefault("outcome") is AgentOutcome.Completed or AgentOutcome.Failed
                && Guid.TryParse(members.GetValueOrDefault("task_id"), out var taskId)
                && Guid.TryParse(members.GetValueOrDefault("run_id"), out var runId)
                ? new AgentResult(
                    taskId, runId, AgentOutcome.Failed, default, Error(body.Length, bytesMax), 0, null, now)
                : null;
        }
        catch (Exception error) when (error is JsonException or InvalidOperationException)
        {
            return null;
        }
    }

    private static AgentError Error(int bytes, int bytesMax) => new(
        StandardErrors.Communication, 502, "The agent's answer cannot be used.",
        $"Its result has {bytes} bytes; {bytesMax} are allowed (WORKFLOW_KAFKA_BODY_BYTES_MAX). Keep big data outside "
        + "and send a reference.");

    /// <summary>Those of the object that are texts.</summary>
    private static Dictionary<string, string> Members(byte[] body)
    {
        var members = new Dictionary<string, string>();
        var reader = new Utf8JsonReader(body, new JsonReaderOptions { MaxDepth = 520 });
        for (reader.Read(); reader.Read() && reader.TokenType == JsonTokenType.PropertyName;)
        {
            var name = reader.GetString()!;
            reader.Read();
            if (reader.TokenType == JsonTokenType.String && reader.ValueSpan.Length <= 100)
            {
                members[name] = reader.GetString()!;
            }

            reader.Skip();
        }

        return members;
    }
}
