using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary><c>$ref</c>: another place of the same schema.</summary>
internal static class References
{
    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        if (schema.Has("$dynamicRef"))
        {
            throw new JsonSchemaException(
                $"{schema.Pointer}/$dynamicRef", "is not supported; write what is meant as `$ref`");
        }

        if (schema.Text("$ref") is { } reference)
        {
            yield return new Reference(schema.Compiler.Referred(schema.Pointer, reference));
        }
    }

    private sealed record Reference(SchemaNode Target) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            check.Holds(Target, value, place, evaluated);
    }
}

/// <summary>The schema <c>false</c>.</summary>
internal sealed record Never : ISchemaKeyword
{
    public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
        check.Fails(place, "must not be there");
}
