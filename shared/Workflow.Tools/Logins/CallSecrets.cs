using Workflow.Definitions.Expressions;
using Workflow.Jq;

namespace Workflow.Tools.Logins;

/// <summary>The secrets that a call sends besides its login, with their values. They are evaluated at the moment of the
/// call and recorded nowhere.</summary>
public sealed class CallSecrets
{
    public static readonly CallSecrets None = new([], []);

    private readonly JqValue _variable;

    internal CallSecrets(IReadOnlyList<string> names, IReadOnlyList<string> values)
    {
        (Names, Values) = (names, values);
        _variable = JqValue.Object(names.Zip(
            values, (name, value) => KeyValuePair.Create(name, JqValue.String(value))));
    }

    public IReadOnlyList<string> Names { get; }

    /// <summary>Whether there are any: what a call sends is told nowhere then, since an expression can disguise
    /// them.</summary>
    public bool Any => Names.Count > 0;

    internal IReadOnlyList<string> Values { get; }

    /// <summary>The scope in which <c>$secrets</c> has the values.</summary>
    public ExpressionScope In(ExpressionScope scope) => Any ? scope.With("secrets", _variable) : scope;

    // A record or a debugger would show its members.
    public override string ToString() => $"{Names.Count} secrets";
}
