using Workflow.Definitions;
using Workflow.Definitions.Syntax;
using Workflow.Model;
using Workflow.Schemas;

namespace Workflow.Execution.Agents;

/// <summary>What an agent is registered with beside its address: what it takes and gives, and how it is called again.
/// Read once per text. Thread-safe.</summary>
/// <param name="InputText">JSON Schema of what it takes; null for anything.</param>
/// <param name="OutputText">JSON Schema of what it gives; null for anything.</param>
/// <param name="RetryText">See <see cref="AgentRetry"/>; null for none.</param>
public sealed record AgentTerms(RawJson? InputText, RawJson? OutputText, RawJson? RetryText)
{
    public static readonly AgentTerms None = new(null, null, null);

    private readonly Lazy<(JsonSchema? Schema, string? Fault)> _input = new(() => Read("input_schema", InputText));
    private readonly Lazy<(JsonSchema? Schema, string? Fault)> _output = new(() => Read("output_schema", OutputText));
    private readonly Lazy<RetryPolicy?> _retry = new(
        () => RetryText is { } text ? AgentRetry.Read(text).Policy : null);

    /// <summary>How a failed call is tried again; null when it is not. A policy that cannot be read counts as
    /// none.</summary>
    public RetryPolicy? Retry => _retry.Value;

    /// <summary>Those of the same texts, which are then not read again.</summary>
    public AgentTerms Or(AgentTerms other) => IsSame(other) ? other : this;

    /// <returns>What is wrong with the input; null when it may be sent.</returns>
    public string? FaultOfInput(RawJson input) => FaultOf(_input.Value, input);

    /// <returns>What is wrong with the output; null when it may be taken.</returns>
    public string? FaultOfOutput(RawJson output) => FaultOf(_output.Value, output);

    private static string? FaultOf((JsonSchema? Schema, string? Fault) read, RawJson value) =>
        read.Fault ?? (read.Schema?.Check(value) is { Count: > 0 } faults ? string.Join("; ", faults) : null);

    private static (JsonSchema? Schema, string? Fault) Read(string member, RawJson? text)
    {
        if (text is not { IsNull: false } given)
        {
            return default;
        }

        var (schema, faults) = JsonSchema.Read(given);
        return schema is not null ? (schema, null) : (null, $"its {member} cannot be used: {faults[0]}");
    }

    private bool IsSame(AgentTerms other) =>
        IsSame(InputText, other.InputText) && IsSame(OutputText, other.OutputText)
        && IsSame(RetryText, other.RetryText);

    private static bool IsSame(RawJson? one, RawJson? other) => one is { } left && other is { } right
        ? left.Utf8.Span.SequenceEqual(right.Utf8.Span)
        : one is null && other is null;
}
