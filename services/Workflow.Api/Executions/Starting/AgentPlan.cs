using System.Buffers;
using System.Text.Json;
using Workflow.Model;

namespace Workflow.Api.Executions.Starting;

/// <summary>The definition of a run of one agent: a single step of the agent's name, which gets the run's input and
/// whose output is the run's.</summary>
public static class AgentPlan
{
    /// <param name="agent">A valid agent name.</param>
    public static RawJson Of(string agent)
    {
        var text = new ArrayBufferWriter<byte>();
        using (var writer = new Utf8JsonWriter(text))
        {
            writer.WriteStartObject();
            writer.WriteStartObject("document"u8);
            writer.WriteString("dsl"u8, "1.0.0"u8);
            writer.WriteString("namespace"u8, "agents"u8);
            writer.WriteString("name"u8, "single-agent"u8);
            writer.WriteString("version"u8, "1.0.0"u8);
            writer.WriteString("title"u8, agent);
            writer.WriteEndObject();
            writer.WriteStartArray("do"u8);
            writer.WriteStartObject();
            writer.WriteStartObject(agent);
            writer.WriteString("call"u8, agent);
            writer.WriteEndObject();
            writer.WriteEndObject();
            writer.WriteEndArray();
            writer.WriteEndObject();
        }

        return new RawJson(text.WrittenMemory);
    }
}
