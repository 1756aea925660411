namespace Workflow.Jq.Evaluation.Nodes;

/// <summary><c>select(condition)</c></summary>
internal sealed class SelectNode(Node condition) : Node, IRewriter
{
    public bool CanRewrite => condition.IsSingle;

    public JqValue? Rewrite(Machine machine, Env? env, JqValue value, Func<JqValue, JqValue?> change) =>
        condition.One(machine, env, value).IsTruthy ? change(value) : value;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (condition.IsSingle)
        {
            return condition.One(machine, env, input).IsTruthy ? sink(trail, input) : Flow.Next;
        }

        return condition.Values(machine, env, input, Receiver(trail, input, sink));
    }

    private static Func<JqValue, Flow> Receiver(Trail? trail, JqValue input, Sink sink) =>
        value => value.IsTruthy ? sink(trail, input) : Flow.Next;
}

/// <summary>
/// <c>recurse(step)</c>, and <c>..</c> without a step: the input, then everything under it, depth first.
/// </summary>
internal sealed class RecurseNode(Node? step) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (step is { IsSingle: true } && trail is null)
        {
            return Follow(machine, env, input, sink);
        }

        var flow = sink(trail, input);
        if (flow == Flow.Stop || (step is null && input.Kind < JqKind.Array))
        {
            return flow;
        }

        machine.Enter();
        flow = (step ?? IterateNode.Identity).Each(machine, env, trail, input, Deeper(machine, env, sink));
        machine.Depth--;
        return flow;
    }

    private Sink Deeper(Machine machine, Env? env, Sink sink) =>
        (way, value) => Each(machine, env, way, value, sink);

    private Flow Follow(Machine machine, Env? env, JqValue value, Sink sink)
    {
        while (sink(null, value) != Flow.Stop)
        {
            machine.Step();
            value = step!.One(machine, env, value);
        }

        return Flow.Stop;
    }
}

/// <summary><c>first(body)</c></summary>
internal sealed class FirstNode(Node body) : Node
{
    public override bool IsSingle { get; } = body.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        Trail? way = null;
        JqValue? first = null;
        body.Each(machine, env, trail, input, (end, value) =>
        {
            (way, first) = (end, value);
            return Flow.Stop;
        });
        return first is null ? Flow.Next : sink(way, first);
    }

    protected override JqValue Single(Machine machine, Env? env, JqValue input) => body.One(machine, env, input);
}

/// <summary><c>last(body)</c></summary>
internal sealed class LastNode(Node body) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        Trail? way = null;
        JqValue? last = null;
        body.Each(machine, env, trail, input, (end, value) =>
        {
            (way, last) = (end, value);
            return Flow.Next;
        });
        return last is null ? Flow.Next : sink(way, last);
    }
}

/// <summary><c>limit(count; body)</c>, <c>skip(count; body)</c> and <c>nth(count; body)</c>.</summary>
internal sealed class CountedNode(Node count, Node body, Counting counting) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        count.Values(machine, env, input, number =>
        {
            var wanted = number.AsNumber ?? throw new JqException(
                $"{Jq.Values.JqWords.Of(number)} and number (1) cannot be subtracted");
            if (wanted < 0)
            {
                throw new JqException(counting switch
                {
                    Counting.Limit => "limit doesn't support negative count",
                    Counting.Skip => "skip doesn't support negative count",
                    _ => "nth doesn't support negative indices",
                });
            }

            return counting switch
            {
                Counting.Limit => Limit(machine, env, trail, input, wanted, sink),
                Counting.Skip => Skip(machine, env, trail, input, wanted, sink),
                _ => Nth(machine, env, trail, input, wanted, sink),
            };
        });

    private Flow Limit(Machine machine, Env? env, Trail? trail, JqValue input, double wanted, Sink sink)
    {
        if (wanted <= 0)
        {
            return Flow.Next;
        }

        var flow = Flow.Next;
        body.Each(machine, env, trail, input, (way, value) =>
        {
            flow = sink(way, value);
            return --wanted <= 0 ? Flow.Stop : flow;
        });
        return flow;
    }

    private Flow Skip(Machine machine, Env? env, Trail? trail, JqValue input, double wanted, Sink sink) =>
        body.Each(machine, env, trail, input, (way, value) => wanted-- > 0 ? Flow.Next : sink(way, value));

    private Flow Nth(Machine machine, Env? env, Trail? trail, JqValue input, double wanted, Sink sink)
    {
        Trail? way = null;
        JqValue? found = null;
        body.Each(machine, env, trail, input, (end, value) =>
        {
            if (wanted-- > 0)
            {
                return Flow.Next;
            }

            (way, found) = (end, value);
            return Flow.Stop;
        });
        return found is null ? Flow.Next : sink(way, found);
    }
}

internal enum Counting
{
    Limit,
    Skip,
    Nth,
}
