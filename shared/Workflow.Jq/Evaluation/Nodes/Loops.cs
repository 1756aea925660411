namespace Workflow.Jq.Evaluation.Nodes;

/// <summary><c>range(from; to; by)</c></summary>
internal sealed class RangeNode(Node from, Node to, Node by) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        from.Values(machine, env, input, first => to.Values(machine, env, input, end =>
            by.Values(machine, env, input, step => Count(machine, trail, first, end, step, sink))));

    private static Flow Count(Machine machine, Trail? trail, JqValue first, JqValue end, JqValue step, Sink sink)
    {
        if (first.Kind != JqKind.Number || end.Kind != JqKind.Number || step.Kind != JqKind.Number)
        {
            throw new JqException("Range bounds must be numeric");
        }

        var (limit, stride) = (end.Double, step.Double);
        for (var value = first.Double; (stride > 0 && value < limit) || (stride < 0 && value > limit); value += stride)
        {
            machine.Step();
            if (sink(trail, JqValue.Number(value)) == Flow.Stop)
            {
                return Flow.Stop;
            }
        }

        return Flow.Next;
    }
}

/// <summary>
/// <c>until(condition; update)</c>, and <c>while(condition; update)</c> which gives every value on the way.
/// </summary>
internal sealed class LoopNode(Node condition, Node update, bool givesEach) : Node
{
    private readonly bool _isPlain = condition.IsSingle && update.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (_isPlain && trail is null)
        {
            return Loop(machine, env, input, sink);
        }

        return condition.Values(machine, env, input, decision =>
        {
            if (decision.IsTruthy != givesEach)
            {
                return givesEach ? Flow.Next : sink(trail, input);
            }

            if (givesEach && sink(trail, input) == Flow.Stop)
            {
                return Flow.Stop;
            }

            machine.Enter();
            var flow = update.Each(machine, env, trail, input, (way, value) => Each(machine, env, way, value, sink));
            machine.Depth--;
            return flow;
        });
    }

    private Flow Loop(Machine machine, Env? env, JqValue value, Sink sink)
    {
        while (condition.One(machine, env, value).IsTruthy == givesEach)
        {
            if (givesEach && sink(null, value) == Flow.Stop)
            {
                return Flow.Stop;
            }

            machine.Step();
            value = update.One(machine, env, value);
        }

        return givesEach ? Flow.Next : sink(null, value);
    }
}

/// <summary>
/// <c>repeat(body)</c>: the outputs of the body again and again, until it fails or no more are wanted.
/// </summary>
internal sealed class RepeatNode(Node body) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        while (body.Each(machine, env, trail, input, sink) != Flow.Stop)
        {
            machine.Step();
        }

        return Flow.Stop;
    }
}

/// <summary><c>any(source; condition)</c> and <c>all(source; condition)</c>: asks no further than needed.</summary>
internal sealed class QuantifierNode(Node source, Node condition, bool isAny) : SingleNode
{
    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var decided = false;
        source.Values(machine, env, input, value => condition.Values(machine, env, value, verdict =>
        {
            decided = verdict.IsTruthy == isAny;
            return decided ? Flow.Stop : Flow.Next;
        }));
        return JqValue.Bool(decided == isAny);
    }
}

/// <summary><c>isempty(body)</c></summary>
internal sealed class IsEmptyNode(Node body) : SingleNode
{
    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        JqValue.Bool(body.First(machine, env, input) is null);
}

/// <summary><c>error(message)</c></summary>
internal sealed class ErrorNode(Node message) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        message.Values(machine, env, input, value => throw new JqException(value));
}
