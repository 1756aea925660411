using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary>What nothing else in the schema has looked at.</summary>
internal static class Unevaluated
{
    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        if (schema.Schema("unevaluatedProperties") is { } members)
        {
            yield return new Members(members);
        }

        if (schema.Schema("unevaluatedItems") is { } items)
        {
            yield return new Items(items);
        }
    }

    private sealed record Members(SchemaNode Node) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            var holds = true;
            foreach (var (name, member) in value.Kind == JqKind.Object ? value.Members : [])
            {
                if (!evaluated.Has(name))
                {
                    holds &= check.Holds(Node, member, place.Of(name), new Evaluated());
                    evaluated.Member(name);
                }
            }

            return holds;
        }
    }

    private sealed record Items(SchemaNode Node) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            if (value.Kind != JqKind.Array)
            {
                return true;
            }

            var holds = true;
            for (var i = 0; i < value.Count; i++)
            {
                holds &= evaluated.Has(i) || check.Holds(Node, value.Items[i], place.Of(i), new Evaluated());
            }

            evaluated.Items(value.Count);
            return holds;
        }
    }
}
