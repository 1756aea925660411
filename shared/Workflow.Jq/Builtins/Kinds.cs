using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

/// <summary>Asking for a value's kind, and letting only some kinds pass.</summary>
internal static class Kinds
{
    public static void Register(Catalogue catalogue)
    {
        catalogue
            .Add("type", input => JqValue.Sound(JqWords.Name(input)))
            .Add("have_literal_numbers", 0, _ => new LiteralNode(JqValue.True))
            .Add("have_decnum", 0, _ => new LiteralNode(JqValue.True));
        Pass(catalogue, "nulls", value => value.IsNull);
        Pass(catalogue, "booleans", value => value.Kind == JqKind.Boolean);
        Pass(catalogue, "numbers", value => value.Kind == JqKind.Number);
        Pass(catalogue, "strings", value => value.Kind == JqKind.String);
        Pass(catalogue, "arrays", value => value.Kind == JqKind.Array);
        Pass(catalogue, "objects", value => value.Kind == JqKind.Object);
        Pass(catalogue, "iterables", value => value.Kind >= JqKind.Array);
        Pass(catalogue, "scalars", value => value.Kind < JqKind.Array);
        Pass(catalogue, "values", value => !value.IsNull);
    }

    private static void Pass(Catalogue catalogue, string name, Func<JqValue, bool> wanted) =>
        catalogue.Add(name, 0, _ => new SelectNode(new NativeNode((_, input, _) => JqValue.Bool(wanted(input)), [])));
}
