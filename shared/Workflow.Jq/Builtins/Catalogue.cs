using System.Collections.Frozen;
using Workflow.Jq.Builtins.Control;
using Workflow.Jq.Builtins.Dates;
using Workflow.Jq.Builtins.Regexes;
using Workflow.Jq.Evaluation.Nodes;

namespace Workflow.Jq.Builtins;

/// <summary>The builtins by name and number of arguments.</summary>
internal sealed class Catalogue
{
    private static readonly FrozenDictionary<(string Name, int Arity), NodeBuilder> All = Build();

    private readonly Dictionary<(string Name, int Arity), NodeBuilder> _builders = [];

    private Catalogue()
    {
    }

    /// <summary>What makes the node of a call, or null for an unknown name.</summary>
    public static NodeBuilder? Find(string name, int arity) => All.GetValueOrDefault((name, arity));

    /// <summary>Every public builtin as <c>name/arity</c>, in the same order in every process.</summary>
    public static IEnumerable<string> Names => All.Keys.Concat(Prelude.Names)
        .Where(key => !key.Name.StartsWith('_'))
        .Select(key => $"{key.Name}/{key.Arity}")
        .Order(StringComparer.Ordinal);

    public Catalogue Add(string name, int arity, NodeBuilder builder)
    {
        _builders.Add((name, arity), builder);
        return this;
    }

    public Catalogue Add(string name, int arity, Native function) =>
        Add(name, arity, arguments => new NativeNode(function, arguments));

    /// <summary>A builtin without arguments that looks only at its input.</summary>
    public Catalogue Add(string name, Func<JqValue, JqValue> function) =>
        Add(name, 0, (_, input, _) => function(input));

    private static FrozenDictionary<(string Name, int Arity), NodeBuilder> Build()
    {
        var catalogue = new Catalogue();
        ControlBuiltins.Register(catalogue);
        PathBuiltins.Register(catalogue);
        KeyedBuiltins.Register(catalogue);
        Kinds.Register(catalogue);
        Numbers.Register(catalogue);
        Arrays.Register(catalogue);
        Objects.Register(catalogue);
        Texts.Register(catalogue);
        Trimming.Register(catalogue);
        Conversions.Register(catalogue);
        Formats.Register(catalogue);
        DateBuiltins.Register(catalogue);
        RegexBuiltins.Register(catalogue);
        return catalogue._builders.ToFrozenDictionary();
    }
}
