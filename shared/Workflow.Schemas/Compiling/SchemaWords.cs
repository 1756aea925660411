using Workflow.Jq;
using Workflow.Model;

namespace Workflow.Schemas.Compiling;

/// <summary>The words of the standard, in which slips are found.</summary>
internal static class SchemaWords
{
    private static readonly HashSet<string> Known =
    [
        "$schema", "$id", "$ref", "$anchor", "$dynamicRef", "$dynamicAnchor", "$vocabulary", "$comment", "$defs",
        "definitions", "type", "enum", "const", "minimum", "maximum", "exclusiveMinimum", "exclusiveMaximum",
        "multipleOf", "minLength", "maxLength", "pattern", "format", "items", "prefixItems", "additionalItems",
        "contains", "minContains", "maxContains", "minItems", "maxItems", "uniqueItems", "unevaluatedItems",
        "properties", "patternProperties", "additionalProperties", "propertyNames", "required", "minProperties",
        "maxProperties", "dependentRequired", "dependentSchemas", "dependencies", "unevaluatedProperties", "allOf",
        "anyOf", "oneOf", "not", "if", "then", "else", "title", "description", "default", "deprecated", "readOnly",
        "writeOnly", "examples", "contentMediaType", "contentEncoding", "contentSchema",
        // Neighbours that others have invented.
        "example", "nullable", "id", "xml",
    ];

    public static IEnumerable<SchemaFault> Slips(string pointer, JqValue schema) =>
        from member in schema.Members
        where !Known.Contains(member.Key)
        let meant = Spelling.Nearest(member.Key, Known)
        where meant is not null
        select new SchemaFault(
            $"{pointer}/{SchemaObject.Escape(member.Key)}", $"is no word of JSON Schema; did you mean `{meant}`?");
}
