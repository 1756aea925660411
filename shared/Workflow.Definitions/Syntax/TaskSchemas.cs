using Workflow.Schemas;

namespace Workflow.Definitions.Syntax;

/// <summary>What a task's data must be; null for anything.</summary>
/// <param name="Input">Of the input before <c>input.from</c>.</param>
/// <param name="Output">Of the output after <c>output.as</c>.</param>
/// <param name="Export">Of the context after <c>export.as</c>.</param>
public sealed record TaskSchemas(JsonSchema? Input, JsonSchema? Output, JsonSchema? Export)
{
    public static readonly TaskSchemas None = new(null, null, null);
}
