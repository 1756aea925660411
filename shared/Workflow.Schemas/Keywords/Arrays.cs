using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary>Items of lists: how many, which, and whether each is there once.</summary>
internal static class Arrays
{
    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        if (schema.Count("minItems") is { } least)
        {
            yield return new CountBound(count => count >= least, $"must have at least {least} items");
        }

        if (schema.Count("maxItems") is { } most)
        {
            yield return new CountBound(count => count <= most, $"must have at most {most} items");
        }

        if (schema.Flag("uniqueItems"))
        {
            yield return new UniqueItems();
        }

        // A list in `items`, with `additionalItems` for the rest, is how older drafts say it.
        var isOld = schema.Any("items")?.Kind == JqKind.Array;
        var first = schema.Schemas("prefixItems") ?? (isOld ? schema.Schemas("items") : null);
        var rest = isOld ? schema.Schema("additionalItems") : schema.Schema("items");
        if (first is not null || rest is not null)
        {
            yield return new ItemsFit(first ?? [], rest);
        }

        if (schema.Schema("contains") is { } wanted)
        {
            yield return new ContainsItem(wanted, schema.Count("minContains") ?? 1, schema.Count("maxContains"));
        }
    }

    private sealed record CountBound(Func<int, bool> IsMet, string Words) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            value.Kind != JqKind.Array || IsMet(value.Count)
            || check.Fails(place, $"{Words}, but has {value.Count}");
    }

    private sealed record UniqueItems : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            if (value.Kind != JqKind.Array)
            {
                return true;
            }

            var seen = new HashSet<JqValue>();
            for (var i = 0; i < value.Count; i++)
            {
                if (!seen.Add(value.Items[i]))
                {
                    return check.Fails(place.Of(i), "must differ from every item before it");
                }
            }

            return true;
        }
    }

    private sealed record ItemsFit(IReadOnlyList<SchemaNode> First, SchemaNode? Rest) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            if (value.Kind != JqKind.Array)
            {
                return true;
            }

            var holds = true;
            for (var i = 0; i < value.Count && (i < First.Count || Rest is not null); i++)
            {
                var node = i < First.Count ? First[i] : Rest!;
                holds &= check.Holds(node, value.Items[i], place.Of(i), new Evaluated());
            }

            evaluated.Items(Rest is null ? First.Count : value.Count);
            return holds;
        }
    }

    private sealed record ContainsItem(SchemaNode Wanted, int Least, int? Most) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            if (value.Kind != JqKind.Array)
            {
                return true;
            }

            var found = 0;
            for (var i = 0; i < value.Count; i++)
            {
                if (check.HoldsSilently(Wanted, value.Items[i], place.Of(i), new Evaluated()))
                {
                    found++;
                    evaluated.Item(i);
                }
            }

            return (found >= Least && found <= (Most ?? int.MaxValue)) || check.Fails(
                place, $"must contain {(Most is null ? $"at least {Least}" : $"{Least} to {Most}")} items of the kind "
                + $"that `contains` describes, but has {found}");
        }
    }
}
