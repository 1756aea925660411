namespace Workflow.Jq.Evaluation.Nodes;

/// <summary>
/// <c>reduce source as pattern (start; update)</c>: the last output of each update carries on; none makes null.
/// </summary>
internal sealed class ReduceNode(Node source, IReadOnlyList<PatternNode> patterns, Node start, Node update) : Node
{
    public override bool IsSingle { get; } = start.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        start.Each(machine, env, trail, input, (way, value) =>
        {
            Fold(machine, env, input, ref way, ref value);
            return sink(way, value);
        });

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var value = start.One(machine, env, input);
        Trail? way = null;
        Fold(machine, env, input, ref way, ref value);
        return value;
    }

    private void Fold(Machine machine, Env? env, JqValue input, ref Trail? trail, ref JqValue value)
    {
        var (way, result) = (trail, value);
        Flow Update(Env bound)
        {
            if (way is null && update.IsSingle)
            {
                result = update.One(machine, bound, result);
                return Flow.Next;
            }

            var (from, state) = (way, result);
            result = JqValue.Null;
            update.Each(machine, bound, from, state, (to, next) =>
            {
                way = to;
                result = next;
                return Flow.Next;
            });
            return Flow.Next;
        }

        Sink nobody = (_, _) => Flow.Next;
        Func<Env, Sink, Flow> body = (bound, _) => Update(bound);
        source.Values(machine, env, input, item => Alternatives.Bind(machine, env, patterns, item, nobody, body));
        (trail, value) = (way, result);
    }
}

/// <summary>
/// <c>foreach source as pattern (start; update; extract)</c>: like reduce, giving every output on the way.
/// </summary>
internal sealed class ForeachNode(
    Node source, IReadOnlyList<PatternNode> patterns, Node start, Node update, Node? extract) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        start.Each(machine, env, trail, input, (first, value) =>
        {
            var (way, state) = (first, value);
            return source.Values(machine, env, input, item =>
                Alternatives.Bind(machine, env, patterns, item, sink, (bound, receiver) =>
                    update.Each(machine, bound, way, state, (to, next) =>
                    {
                        way = to;
                        state = next;
                        return extract is null ? receiver(to, next) : extract.Each(machine, bound, to, next, receiver);
                    })));
        });
}
