using System.Text.Json.Serialization;
using Workflow.Model;

namespace Workflow.Bridge.Cancellations;

/// <summary>What an agent is told of a task that nobody waits for any more.</summary>
/// <param name="Reason">One of the constants.</param>
internal sealed record CancelNotice(AgentTask Task, string Reason)
{
    /// <summary>The step or its run has ended, by a cancellation for example.</summary>
    public const string Ended = "ended";

    /// <summary>The attempt's time was over.</summary>
    public const string Deadline = "deadline";

    /// <summary>The agent sent no line for too long.</summary>
    public const string Silence = "silence";
}

/// <summary>Body of the POST to <c>{endpoint}/cancel</c>.</summary>
internal sealed record CancelBody(Guid TaskId, Guid RunId, string Reason);

/// <summary>Source-generated JSON of it.</summary>
[JsonSourceGenerationOptions(PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower)]
[JsonSerializable(typeof(CancelBody))]
internal sealed partial class CancelJson : JsonSerializerContext;
