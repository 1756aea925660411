using Workflow.Jq;
using Workflow.Schemas.Compiling;

namespace Workflow.Schemas.Keywords;

/// <summary><c>type</c>, <c>enum</c> and <c>const</c>.</summary>
internal static class AnyValue
{
    private const int NamedMost = 20;

    public static IEnumerable<ISchemaKeyword> Of(SchemaObject schema)
    {
        if (schema.Any("type") is { } type)
        {
            IReadOnlyList<string> types = type.AsString is { } one ? [one] : schema.Texts("type")!;
            yield return types.All(Kinds.All.Contains)
                ? new TypeIs(types)
                : throw schema.Wrong("type", $"one of {string.Join(", ", Kinds.All)}, or a list of them");
        }

        if (schema.List("enum") is { } values)
        {
            yield return new OneOfValues(values);
        }

        if (schema.Any("const") is { } only)
        {
            yield return new OneOfValues([only]);
        }
    }

    private sealed record TypeIs(IReadOnlyList<string> Types) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated)
        {
            foreach (var type in Types)
            {
                if (Kinds.Is(value, type))
                {
                    return true;
                }
            }

            return check.Fails(place, $"must be {string.Join(" or ", Types)}, but is {Kinds.Of(value)}");
        }
    }

    private sealed record OneOfValues(IReadOnlyList<JqValue> Values) : ISchemaKeyword
    {
        public bool Holds(SchemaCheck check, JqValue value, SchemaPlace place, Evaluated evaluated) =>
            Values.Contains(value) || check.Fails(
                place, $"must be {string.Join(" or ", Values.Take(NamedMost).Select(Kinds.Of))}"
                + $"{(Values.Count > NamedMost ? " or another of its values" : "")}, but is {Kinds.Of(value)}");
    }
}
