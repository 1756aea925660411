using Workflow.Jq.Compilation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Syntax;

namespace Workflow.Jq.Builtins;

/// <summary>The builtins that are written in jq, in the resource Prelude.jq.</summary>
internal static class Prelude
{
    private static readonly Lazy<IReadOnlyDictionary<(string Name, int Arity), FunctionCode>> Functions = new(Load);

    public static IEnumerable<(string Name, int Arity)> Names => Functions.Value.Keys;

    public static FunctionCode? Find(string name, int arity) => Functions.Value.GetValueOrDefault((name, arity));

    private static Dictionary<(string Name, int Arity), FunctionCode> Load()
    {
        using var stream = typeof(Prelude).Assembly.GetManifestResourceStream("Workflow.Jq.Builtins.Prelude.jq")!;
        var source = new SourceText(new StreamReader(stream).ReadToEnd());
        return new Compiler(source, []).CompileLibrary(Parser.Parse(source));
    }
}
