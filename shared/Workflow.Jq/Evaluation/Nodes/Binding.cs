namespace Workflow.Jq.Evaluation.Nodes;

/// <summary><c>source as pattern | body</c>: the body sees the variables of the pattern.</summary>
internal sealed class BindNode(Node source, PatternNode pattern, Node body) : Node
{
    public override bool IsSingle { get; } = source.IsSingle && pattern.IsSimple && body.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (source.IsSingle && pattern.IsSimple)
        {
            return body.Each(machine, new Env(env, source.One(machine, env, input)), trail, input, sink);
        }

        return RunEach(machine, env, trail, input, sink);
    }

    private Flow RunEach(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        source.Values(machine, env, input, value => pattern.Bind(machine, env, value, bound =>
            body.Each(machine, bound, trail, input, sink)));

    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        body.One(machine, new Env(env, source.One(machine, env, input)), input);
}

/// <summary><c>source as pattern ?// pattern | body</c></summary>
internal sealed class BindAnyNode(Node source, IReadOnlyList<PatternNode> patterns, Node body) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        source.Values(machine, env, input, value => Alternatives.Bind(
            machine, env, patterns, value, sink,
            (bound, receiver) => body.Each(machine, bound, trail, input, receiver)));
}

/// <summary>Patterns of which the next one is tried when one of them, or what it is bound for, fails.</summary>
internal static class Alternatives
{
    public static Flow Bind(
        Machine machine,
        Env? env,
        IReadOnlyList<PatternNode> patterns,
        JqValue value,
        Sink sink,
        Func<Env, Sink, Flow> body)
    {
        machine.Step();
        return patterns is [{ IsSimple: true }]
            ? body(new Env(env, value), sink)
            : Try(machine, env, patterns, value, sink, body, 0);
    }

    private static Flow Try(
        Machine machine,
        Env? env,
        IReadOnlyList<PatternNode> patterns,
        JqValue value,
        Sink sink,
        Func<Env, Sink, Flow> body,
        int index)
    {
        Flow Run(Sink receiver) => patterns[index].Bind(machine, env, value, bound => body(bound, receiver));
        return index == patterns.Count - 1
            ? Run(sink)
            : Guard.Try(machine, sink, Run, _ => Try(machine, env, patterns, value, sink, body, index + 1));
    }
}

/// <summary>Runs what may fail without catching the errors of whoever receives its outputs.</summary>
internal static class Guard
{
    public static Flow Try(Machine machine, Sink sink, Func<Sink, Flow> body, Func<JqValue, Flow> handler)
    {
        var depth = machine.Depth;
        var outside = false;
        JqValue error;
        try
        {
            return body((trail, value) =>
            {
                outside = true;
                var flow = sink(trail, value);
                outside = false;
                return flow;
            });
        }
        catch (JqException failure) when (!outside && failure.Limit is null)
        {
            error = failure.Value;
        }

        machine.Unwind(depth);
        return handler(error);
    }
}
