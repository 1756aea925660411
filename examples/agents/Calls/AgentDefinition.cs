using System.Text.Json;

namespace Workflow.ExampleAgents.Calls;

/// <summary>An agent as callers see it: JSON in, JSON out, deterministic, without a memory of its own.</summary>
public sealed record AgentDefinition(string Name, string Description, Func<JsonElement, AgentAnswer> Answer)
{
    /// <summary>Shape of every payload: snake_case, absent members left out of answers.</summary>
    public static readonly JsonSerializerOptions Json = new(JsonSerializerDefaults.Web)
    {
        PropertyNamingPolicy = JsonNamingPolicy.SnakeCaseLower,
        Encoder = System.Text.Encodings.Web.JavaScriptEncoder.UnsafeRelaxedJsonEscaping,
        DefaultIgnoreCondition = System.Text.Json.Serialization.JsonIgnoreCondition.WhenWritingNull,
    };

    /// <param name="problem">Why an input is refused, or null.</param>
    /// <param name="work">Only called with inputs that are not refused.</param>
    public static AgentDefinition Of<TInput, TOutput>(
        string name, string description, Func<TInput, string?> problem, Func<TInput, TOutput> work)
        where TInput : class
        where TOutput : class =>
        new(name, description, json =>
        {
            try
            {
                return json.Deserialize<TInput>(Json) is not { } input ? AgentAnswer.Refused("The input is null.")
                    : problem(input) is { } refusal ? AgentAnswer.Refused(refusal)
                    : new AgentAnswer(work(input), null);
            }
            catch (JsonException error)
            {
                return AgentAnswer.Refused($"The input does not fit at {error.Path ?? "$"}.");
            }
        });
}

/// <summary>The output, or why there is none.</summary>
public readonly record struct AgentAnswer(object? Output, string? Refusal)
{
    public static AgentAnswer Refused(string why) => new(null, why);
}
