using System.Text.Json;
using System.Text.Json.Serialization;

namespace Workflow.Cli.Http;

/// <summary>Answer to a registration.</summary>
/// <param name="Warnings">Null from a service that does not know any.</param>
internal sealed record RegisteredWorkflow(
    Guid Id, string Name, string Version, IReadOnlyList<DefinitionWarning>? Warnings);

/// <summary>Something in a definition that will fail as things are now.</summary>
internal sealed record DefinitionWarning(string Pointer, string Message);

/// <summary>An agent as the agents' service lists it.</summary>
internal sealed record ListedAgent(string Name, string? Description, string Endpoint);

/// <summary>Body of an agent's registration.</summary>
internal sealed record AgentRegistration(string Endpoint, string? Description);

/// <summary>A run as the API tells it; <paramref name="Status"/> is lower case.</summary>
internal sealed record RunSnapshot(
    Guid Id, string Status, JsonElement? OutputData, string? ErrorMessage, DateTimeOffset? StartedAt,
    DateTimeOffset? CompletedAt)
{
    public bool HasEnded => Status is "completed" or "failed" or "cancelled";
}

/// <summary>The steps of a run, in the order in which they began.</summary>
internal sealed record StepList(int TotalSteps, IReadOnlyList<StepSnapshot> Steps);

/// <summary>One attempt of a step.</summary>
/// <param name="StepId">The task's name in the definition.</param>
internal sealed record StepSnapshot(
    string StepId, string StepType, string? AgentName, string? ToolName, string Status, long? DurationMs,
    StepPlace? Metadata = null)
{
    public bool HasEnded => Status is not ("pending" or "running");
}

/// <summary>Where a step stands in the definition, a JSON pointer; how many items it loops over, if it is a
/// loop.</summary>
internal sealed record StepPlace(string? StepPath, int? Items);

/// <summary>RFC 9457 problem details with what this platform adds.</summary>
/// <param name="Type">A path that ends with the kind of problem, such as <c>/problems/execution-not-found</c>.</param>
internal sealed record Problem(
    string? Title, string? Detail, int? Status, IReadOnlyList<DefinitionProblem>? Errors, string? Type = null);

/// <summary>One mistake in a definition and its place.</summary>
internal sealed record DefinitionProblem(string? Pointer, int? Line, int? Column, string? Message, string? Expected);

/// <summary>Source-generated JSON of these shapes.</summary>
[JsonSourceGenerationOptions(
    PropertyNamingPolicy = JsonKnownNamingPolicy.SnakeCaseLower,
    DefaultIgnoreCondition = JsonIgnoreCondition.WhenWritingNull)]
[JsonSerializable(typeof(RegisteredWorkflow))]
[JsonSerializable(typeof(IReadOnlyList<ListedAgent>))]
[JsonSerializable(typeof(AgentRegistration))]
[JsonSerializable(typeof(RunSnapshot))]
[JsonSerializable(typeof(StepList))]
[JsonSerializable(typeof(Problem))]
internal sealed partial class ApiJson : JsonSerializerContext;
