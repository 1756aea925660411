using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>Body of the POST to an agent.</summary>
internal sealed record CallEnvelope(
    Guid TaskId, Guid RunId, string Step, string Agent, int Attempt, DateTimeOffset? Deadline, RawJson Input)
{
    public static CallEnvelope Of(AgentTask task) =>
        new(task.TaskId, task.RunId, task.Step, task.Agent, task.Attempt, task.Deadline, task.Input);
}

/// <summary>Source-generated JSON of what agents get.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CallEnvelope))]
internal sealed partial class CallJson : JsonSerializerContext;
