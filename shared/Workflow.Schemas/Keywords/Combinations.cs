using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary>Schemas made of others: <c>allOf</c>, <c>anyOf</c>, <c>oneOf</c>, <c>not</c>, <c>if</c>.</summary>
internal static class Combinations
{
    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        if (schema.Schemas("allOf") is { } all)
        {
            yield return new AllOf(all);
        }

        if (schema.Schemas("anyOf") is { } any)
        {
            yield return new AnyOf(any);
        }

        if (schema.Schemas("oneOf") is { } one)
        {
            yield return new OneOf(one);
        }

        if (schema.Schema("not") is { } not)
        {
            yield return new Not(not);
        }

        if (schema.Schema("if") is { } condition)
        {
            yield return new IfThenElse(condition, schema.Schema("then"), schema.Schema("else"));
        }
    }

    private sealed record AllOf(IReadOnlyList<SchemaNode> Nodes) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            var holds = true;
            foreach (var node in Nodes)
            {
                holds &= check.Holds(node, value, place, evaluated);
            }

            return holds;
        }
    }

    private sealed record AnyOf(IReadOnlyList<SchemaNode> Nodes) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            var fitting = Combinations.Fitting(check, Nodes, value, place, evaluated);
            if (fitting > 0)
            {
                return true;
            }

            // Of one alternative the reasons can be told; of several they would contradict each other.
            return Nodes.Count == 1
                ? check.Holds(Nodes[0], value, place, new Evaluated())
                : check.Fails(place, $"fits none of the {Nodes.Count} alternatives in `anyOf`");
        }
    }

    private sealed record OneOf(IReadOnlyList<SchemaNode> Nodes) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            var fitting = Combinations.Fitting(check, Nodes, value, place, evaluated);
            return fitting == 1 || check.Fails(
                place, $"must fit exactly one of the {Nodes.Count} alternatives in `oneOf`, but fits {fitting}");
        }
    }

    private static int Fitting(
        SchemaCheck check, IReadOnlyList<SchemaNode> nodes, JqValue value, SchemaPlace place, Evaluated evaluated)
    {
        var fitting = 0;
        foreach (var node in nodes)
        {
            var own = new Evaluated();
            if (check.HoldsSilently(node, value, place, own))
            {
                fitting++;
                evaluated.Add(own);
            }
        }

        return fitting;
    }

    private sealed record Not(SchemaNode Node) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            !check.HoldsSilently(Node, value, place, new Evaluated())
            || check.Fails(place, "is what `not` excludes");
    }

    private sealed record IfThenElse(SchemaNode If, SchemaNode? Then, SchemaNode? Else) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            var own = new Evaluated();
            var isMet = check.HoldsSilently(If, value, place, own);
            if (isMet)
            {
                evaluated.Add(own);
            }

            var next = isMet ? Then : Else;
            return next is null || check.Holds(next, value, place, evaluated);
        }
    }
}
