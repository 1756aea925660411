using System.Text.RegularExpressions;
using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary>Members of objects: how many, which are needed, and what each must be.</summary>
internal static class Objects
{
    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        if (schema.Count("minProperties") is { } least)
        {
            yield return new CountBound(count => count >= least, $"must have at least {least} members");
        }

        if (schema.Count("maxProperties") is { } most)
        {
            yield return new CountBound(count => count <= most, $"must have at most {most} members");
        }

        if (schema.Texts("required") is { } required)
        {
            yield return new Requires(null, required);
        }

        if (schema.Schema("propertyNames") is { } names)
        {
            yield return new NamesFit(names);
        }

        if (schema.Has("properties") || schema.Has("patternProperties") || schema.Has("additionalProperties"))
        {
            yield return new MembersFit(
                schema.NamedSchemas("properties") ?? new Dictionary<string, SchemaNode>(), Patterns(schema),
                schema.Schema("additionalProperties"));
        }

        foreach (var keyword in Dependencies.Of(schema))
        {
            yield return keyword;
        }
    }

    private static IReadOnlyList<(Regex Pattern, SchemaNode Node)> Patterns(SchemaObject schema) =>
        schema.NamedSchemas("patternProperties")?
            .Select(one => (Texts.PatternOf(schema, "patternProperties", one.Key), one.Value)).ToList() ?? [];

    private sealed record CountBound(Func<int, bool> IsMet, string Words) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            value.Kind != JqKind.Object || IsMet(value.Count)
            || check.Fails(place, $"{Words}, but has {value.Count}");
    }

    private sealed record NamesFit(SchemaNode Node) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            var holds = true;
            foreach (var (name, _) in value.Kind == JqKind.Object ? value.Members : [])
            {
                if (!check.HoldsSilently(Node, JqValue.String(name), place, new Evaluated()))
                {
                    holds = check.Fails(place, $"has the member '{name}', whose name is not allowed");
                }
            }

            return holds;
        }
    }

    private sealed record MembersFit(
        IReadOnlyDictionary<string, SchemaNode> Named, IReadOnlyList<(Regex Pattern, SchemaNode Node)> Patterns,
        SchemaNode? Others) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            var holds = true;
            foreach (var (name, member) in value.Kind == JqKind.Object ? value.Members : [])
            {
                var isKnown = Named.TryGetValue(name, out var node);
                holds &= !isKnown || check.Holds(node!, member, place.Of(name), new Evaluated());
                foreach (var (pattern, matched) in Patterns)
                {
                    if (Texts.IsMatch(pattern, name))
                    {
                        isKnown = true;
                        holds &= check.Holds(matched, member, place.Of(name), new Evaluated());
                    }
                }

                if (!isKnown && Others is not null)
                {
                    holds &= check.Holds(Others, member, place.Of(name), new Evaluated());
                }

                if (isKnown || Others is not null)
                {
                    evaluated.Member(name);
                }
            }

            return holds;
        }
    }
}
