using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary>What a member demands by being there.</summary>
internal static class Dependencies
{
    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        foreach (var (member, _) in MembersOf(schema, "dependentRequired"))
        {
            yield return new Requires(member, Inside(schema, "dependentRequired").Texts(member)!);
        }

        foreach (var (member, node) in schema.NamedSchemas("dependentSchemas") ?? new Dictionary<string, SchemaNode>())
        {
            yield return new FitsToo(member, node);
        }

        // Both in one, as older drafts have it.
        foreach (var (member, wanted) in MembersOf(schema, "dependencies"))
        {
            var at = Inside(schema, "dependencies");
            yield return wanted.Kind == JqKind.Array
                ? new Requires(member, at.Texts(member)!)
                : new FitsToo(member, at.Schema(member)!);
        }
    }

    private static SchemaObject Inside(SchemaObject schema, string keyword) =>
        new(schema.Compiler, $"{schema.Pointer}/{keyword}", schema.Value[keyword]);

    private static IEnumerable<KeyValuePair<string, JqValue>> MembersOf(SchemaObject schema, string keyword)
    {
        if (schema.Any(keyword) is not { } value)
        {
            return [];
        }

        return value.Kind == JqKind.Object ? value.Members : throw schema.Wrong(keyword, "an object");
    }

    private sealed record FitsToo(string Member, SchemaNode Node) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            value.Kind != JqKind.Object || !value.TryGetMember(Member, out _)
            || check.Holds(Node, value, place, evaluated);
    }
}

/// <summary>Members that must be there, always or beside another one.</summary>
internal sealed record Requires(string? Beside, IReadOnlyList<string> Names) : ISchemaKeyword
{
    public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
    {
        if (value.Kind != JqKind.Object || (Beside is not null && !value.TryGetMember(Beside, out _)))
        {
            return true;
        }

        var holds = true;
        foreach (var name in Names)
        {
            if (!value.TryGetMember(name, out _))
            {
                holds = check.Fails(place, Beside is null
                    ? $"lacks the member '{name}'"
                    : $"lacks the member '{name}', which is needed beside '{Beside}'");
            }
        }

        return holds;
    }
}
