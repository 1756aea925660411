using Workflow.Jq.Builtins;
using Workflow.Jq.Values;

namespace Workflow.Jq.Evaluation.Nodes;

/// <summary>What an infix operator does with two values.</summary>
internal delegate JqValue Operation(Machine machine, JqValue left, JqValue right);

/// <summary>An infix operator; its left operand varies fastest.</summary>
internal sealed class BinaryNode(Node left, Node right, Operation operation) : Node
{
    public override bool IsSingle { get; } = left.IsSingle && right.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (IsSingle)
        {
            return sink(trail, Single(machine, env, input));
        }

        return RunEach(machine, env, trail, input, sink);
    }

    private Flow RunEach(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        right.Values(machine, env, input, second => left.Values(machine, env, input, first =>
            sink(trail, machine.Admit(operation(machine, first, second)))));

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var second = right.One(machine, env, input);
        return machine.Admit(operation(machine, left.One(machine, env, input), second));
    }
}

/// <summary><c>and</c> and <c>or</c>: the right operand is evaluated only when it decides.</summary>
internal sealed class LogicNode(Node left, Node right, bool isAnd) : Node
{
    public override bool IsSingle { get; } = left.IsSingle && right.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        left.Values(machine, env, input, first => first.IsTruthy != isAnd
            ? sink(trail, JqValue.Bool(!isAnd))
            : right.Values(machine, env, input, second => sink(trail, JqValue.Bool(second.IsTruthy))));

    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        left.One(machine, env, input).IsTruthy != isAnd
            ? JqValue.Bool(!isAnd)
            : JqValue.Bool(right.One(machine, env, input).IsTruthy);
}

internal sealed class NegateNode(Node operand) : Node
{
    public override bool IsSingle { get; } = operand.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        operand.Values(machine, env, input, value => sink(trail, Arithmetic.Negate(value)));

    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        Arithmetic.Negate(operand.One(machine, env, input));
}

/// <summary>
/// A function of values; called for every combination of its arguments, the first one varying fastest.
/// </summary>
internal sealed class NativeNode(Native function, Node[] arguments) : Node
{
    public override bool IsSingle { get; } = arguments.All(argument => argument.IsSingle);

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) => IsSingle
        ? sink(trail, Single(machine, env, input))
        : Combine(machine, env, trail, input, arguments.Length - 1, new JqValue[arguments.Length], sink);

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var values = arguments.Length == 0 ? [] : new JqValue[arguments.Length];
        for (var i = values.Length - 1; i >= 0; i--)
        {
            values[i] = arguments[i].One(machine, env, input);
        }

        return machine.Admit(function(machine, input, values));
    }

    private Flow Combine(
        Machine machine, Env? env, Trail? trail, JqValue input, int index, JqValue[] values, Sink sink) => index < 0
        ? sink(trail, machine.Admit(function(machine, input, values)))
        : arguments[index].Values(machine, env, input, value =>
        {
            values[index] = value;
            return Combine(machine, env, trail, input, index - 1, values, sink);
        });
}

/// <summary>A function of values that gives any number of outputs.</summary>
internal sealed class NativeStreamNode(NativeStream function, Node[] arguments) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        Combine(machine, env, trail, input, arguments.Length - 1, new JqValue[arguments.Length], sink);

    private Flow Combine(
        Machine machine, Env? env, Trail? trail, JqValue input, int index, JqValue[] values, Sink sink)
    {
        if (index >= 0)
        {
            return arguments[index].Values(machine, env, input, value =>
            {
                values[index] = value;
                return Combine(machine, env, trail, input, index - 1, values, sink);
            });
        }

        foreach (var output in function(machine, input, values))
        {
            machine.Step();
            if (sink(trail, machine.Admit(output)) == Flow.Stop)
            {
                return Flow.Stop;
            }
        }

        return Flow.Next;
    }
}
