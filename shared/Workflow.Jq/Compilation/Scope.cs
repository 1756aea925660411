using Workflow.Jq.Evaluation.Nodes;

namespace Workflow.Jq.Compilation;

/// <summary>
/// The names that are known at a place of the program; mirrors what the environment will hold when it runs.
/// </summary>
internal sealed class Scope
{
    private readonly Scope? _outer;
    private readonly string _name;
    private readonly NameKind _kind;
    private readonly FunctionCode? _code;

    private Scope(Scope? outer, NameKind kind, string name, FunctionCode? code)
    {
        _outer = outer;
        _kind = kind;
        _name = name;
        _code = code;
        Depth = (outer?.Depth ?? 0) + (kind is NameKind.Function or NameKind.Root ? 0 : 1);
    }

    private enum NameKind
    {
        Root,
        Variable,
        Parameter,
        Label,
        Function,
    }

    /// <summary>Knows nothing.</summary>
    public static Scope Root { get; } = new(null, NameKind.Root, "", null);

    /// <summary>How many entries the environment has here.</summary>
    public int Depth { get; }

    public Scope WithVariable(string name) => new(this, NameKind.Variable, name, null);

    public Scope WithParameter(string name) => new(this, NameKind.Parameter, name, null);

    public Scope WithLabel(string name) => new(this, NameKind.Label, name, null);

    public Scope WithFunction(FunctionCode code) => new(this, NameKind.Function, code.Name, code);

    /// <summary>How far away the variable is, or -1.</summary>
    public int FindVariable(string name) => Find(NameKind.Variable, name);

    public int FindLabel(string name) => Find(NameKind.Label, name);

    /// <summary>The innermost function or parameter of that name and number of arguments.</summary>
    public bool TryFindFunction(string name, int arity, out FunctionCode? code, out int hops)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            var isParameter = scope._kind == NameKind.Parameter && arity == 0;
            var isFunction = scope._kind == NameKind.Function && scope._code!.Parameters == arity;
            if ((isParameter || isFunction) && scope._name == name)
            {
                code = scope._code;
                hops = Depth - scope.Depth;
                return true;
            }
        }

        code = null;
        hops = 0;
        return false;
    }

    private int Find(NameKind kind, string name)
    {
        for (var scope = this; scope is not null; scope = scope._outer)
        {
            if (scope._kind == kind && scope._name == name)
            {
                return Depth - scope.Depth;
            }
        }

        return -1;
    }
}
