using Workflow.Jq;

namespace Workflow.Schemas.Keywords;

/// <summary>Kinds of values as schemas name them.</summary>
internal static class Kinds
{
    private const int ShownMost = 60;

    public static readonly IReadOnlyList<string> All =
        ["null", "boolean", "number", "integer", "string", "array", "object"];

    public static bool Is(JqValue value, string type) => type switch
    {
        "null" => value.Kind == JqKind.Null,
        "boolean" => value.Kind == JqKind.Boolean,
        "number" => value.Kind == JqKind.Number,
        "integer" => value.AsNumber is { } number && number == Math.Floor(number) && !double.IsInfinity(number),
        "string" => value.Kind == JqKind.String,
        "array" => value.Kind == JqKind.Array,
        _ => value.Kind == JqKind.Object,
    };

    /// <summary>The value in a message: short ones as they are, others by their kind.</summary>
    public static string Of(JqValue value)
    {
        if (value.Kind is JqKind.Object)
        {
            return "an object";
        }

        if (value.Kind is JqKind.Array)
        {
            return "a list";
        }

        var text = value.ToJson();
        return text.Length <= ShownMost ? text : $"a text of {value.AsString?.Length ?? text.Length} characters";
    }
}
