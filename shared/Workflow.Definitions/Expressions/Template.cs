using Workflow.Jq;

namespace Workflow.Definitions.Expressions;

/// <summary>A JSON value of the definition in which any string may be an expression: literal, one expression, or a
/// mixture.</summary>
public abstract record Template
{
    /// <summary>The value with every expression in it evaluated.</summary>
    /// <exception cref="JqException">An evaluation failed or met one of its bounds.</exception>
    public abstract JqValue Evaluate(JqValue input, ExpressionScope scope);
}

/// <summary>Nothing to evaluate.</summary>
public sealed record LiteralTemplate(JqValue Value) : Template
{
    public override JqValue Evaluate(JqValue input, ExpressionScope scope) => Value;
}

public sealed record ExpressionTemplate(Expression Expression) : Template
{
    public override JqValue Evaluate(JqValue input, ExpressionScope scope) => Expression.Evaluate(input, scope);
}

/// <summary>A text that is evaluated if it can be, and stays what it is if not.</summary>
public sealed record LooseTemplate(Expression Expression, JqValue Text) : Template
{
    public override JqValue Evaluate(JqValue input, ExpressionScope scope)
    {
        try
        {
            return Expression.Evaluate(input, scope);
        }
        catch (JqException)
        {
            return Text;
        }
    }
}

public sealed record ObjectTemplate(IReadOnlyList<KeyValuePair<string, Template>> Members) : Template
{
    public override JqValue Evaluate(JqValue input, ExpressionScope scope) => JqValue.Object(
        Members.Select(member => KeyValuePair.Create(member.Key, member.Value.Evaluate(input, scope))));
}

public sealed record ArrayTemplate(IReadOnlyList<Template> Items) : Template
{
    public override JqValue Evaluate(JqValue input, ExpressionScope scope) =>
        JqValue.Array(Items.Select(item => item.Evaluate(input, scope)));
}
