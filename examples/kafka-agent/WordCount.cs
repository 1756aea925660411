using System.Text.Json;

namespace Workflow.ExampleKafkaAgent;

/// <summary>The agent's work: counts the words of <c>input.text</c> and finds the longest.</summary>
internal static class WordCount
{
    public static Answer Of(JsonElement input)
    {
        if (input.ValueKind != JsonValueKind.Object || !input.TryGetProperty("text", out var text)
            || text.ValueKind != JsonValueKind.String)
        {
            return new Answer(null, new AgentError(
                "https://serverlessworkflow.io/spec/1.0.0/errors/validation", 422, "The input has no text.",
                "Call the agent with {\"text\": \"…\"}."));
        }

        var words = text.GetString()!.Split((char[]?)null, StringSplitOptions.RemoveEmptyEntries);
        return new Answer(new { words = words.Length, longest = words.MaxBy(word => word.Length) ?? "" }, null);
    }
}
