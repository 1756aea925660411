namespace Workflow.Jq.Evaluation.Nodes;

/// <summary><c>try body catch handler</c>, and <c>body?</c> without a handler.</summary>
internal sealed class TryNode(Node body, Node? handler) : Node
{
    public override bool IsSingle { get; } = body.IsSingle && handler is { IsSingle: true };

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (handler is null && trail is null && FailsQuickly(input))
        {
            return Flow.Next;
        }

        return RunGuarded(machine, env, trail, input, sink);
    }

    private Flow RunGuarded(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        Guard.Try(
            machine,
            sink,
            receiver => body.Each(machine, env, trail, input, receiver),
            error => handler is null ? Flow.Next : handler.Each(machine, env, trail, error, sink));

    // .name? and .[]? are common and an exception is dear.
    private bool FailsQuickly(JqValue input) => body switch
    {
        FieldNode { Target: IdentityNode } => input.Kind is not (JqKind.Object or JqKind.Null),
        IterateNode { Target: IdentityNode } => input.Kind < JqKind.Array,
        _ => false,
    };

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var depth = machine.Depth;
        JqValue error;
        try
        {
            return body.One(machine, env, input);
        }
        catch (JqException failure) when (failure.Limit is null)
        {
            error = failure.Value;
        }

        machine.Unwind(depth);
        return handler!.One(machine, env, error);
    }
}

/// <summary><c>left // right</c>: the truthy outputs of the left; without any, the right.</summary>
internal sealed class AlternativeNode(Node left, Node right) : Node
{
    public override bool IsSingle { get; } = left.IsSingle && right.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        var any = false;
        var flow = left.Each(machine, env, trail, input, (way, value) =>
        {
            if (!value.IsTruthy)
            {
                return Flow.Next;
            }

            any = true;
            return sink(way, value);
        });
        return any || flow == Flow.Stop ? flow : right.Each(machine, env, trail, input, sink);
    }

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var value = left.One(machine, env, input);
        return value.IsTruthy ? value : right.One(machine, env, input);
    }
}

/// <summary><c>label $name | body</c></summary>
internal sealed class LabelNode(Node body) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        var label = new object();
        var depth = machine.Depth;
        try
        {
            return body.Each(machine, new Env(env, label), trail, input, sink);
        }
        catch (BreakSignal signal) when (signal.Label == label)
        {
            machine.Unwind(depth);
            return Flow.Next;
        }
    }
}

/// <summary><c>break $name</c></summary>
internal sealed class BreakNode(int hops) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        throw new BreakSignal(Env.Up(env, hops)!.Content);
}
