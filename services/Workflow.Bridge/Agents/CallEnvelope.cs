using System.Text.Json;
using System.Text.Json.Serialization;
using Workflow.Model;

namespace Workflow.Bridge.Agents;

/// <summary>Body of the POST to an agent.</summary>
internal sealed record CallEnvelope(
    Guid TaskId, Guid RunId, string Step, string Agent, int Attempt, DateTimeOffset? Deadline, RawJson Input)
{
    /// <summary>The last one that the agent reported about this attempt, or about the one before; left out when there
    /// is none.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public RawJson? Checkpoint { get; init; }

    /// <summary>Where the agent may answer later, if it answers 202 now; left out when callbacks are not set
    /// up.</summary>
    [JsonIgnore(Condition = JsonIgnoreCondition.WhenWritingNull)]
    public string? CallbackUrl { get; init; }

    public static CallEnvelope Of(AgentTask task, string? callbackUrl) =>
        new(task.TaskId, task.RunId, task.Step, task.Agent, task.Attempt, task.Deadline, task.Input)
        {
            Checkpoint = task.Checkpoint.IsNull ? null : task.Checkpoint,
            CallbackUrl = callbackUrl,
        };
}

/// <summary>Source-generated JSON of what agents get.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CallEnvelope))]
internal sealed partial class CallJson : JsonSerializerContext;
