using Workflow.Jq;

namespace Workflow.Definitions.Expressions;

/// <summary>A runtime expression (<c>${ … }</c>, or bare where the DSL takes only an expression), compiled.</summary>
/// <param name="Source">The jq text without <c>${ }</c>.</param>
public sealed record Expression(string Source, JqProgram Program)
{
    /// <summary>The first value the program gives, or null when it gives none.</summary>
    /// <exception cref="JqException">The evaluation failed or met one of its bounds.</exception>
    public JqValue Evaluate(JqValue input, ExpressionScope scope) => Program.First(input, scope.Arguments);

    /// <summary>Whether the first value is neither false nor null.</summary>
    /// <exception cref="JqException">The evaluation failed or met one of its bounds.</exception>
    public bool IsTrue(JqValue input, ExpressionScope scope) => Evaluate(input, scope).IsTruthy;
}

/// <summary>The named arguments an expression sees (<c>$context</c>, <c>$input</c>, <c>$task</c>, loop variables …).
/// Immutable.</summary>
/// <param name="arguments">Puts them together when the first expression asks; always the same.</param>
public sealed class ExpressionScope(Func<JqArguments> arguments)
{
    private JqArguments? _arguments;

    /// <param name="arguments">Nobody changes its variables any more.</param>
    public ExpressionScope(JqArguments arguments)
        : this(() => arguments)
    {
    }

    public JqArguments Arguments => _arguments ??= arguments();

    public JqValue this[string name] => Arguments.Variables.GetValueOrDefault(name, JqValue.Null);

    /// <summary>The same scope with one more argument, or another value for it.</summary>
    public ExpressionScope With(string name, JqValue value) => new(Arguments with
    {
        Variables = new Dictionary<string, JqValue>(Arguments.Variables) { [name] = value },
    });
}
