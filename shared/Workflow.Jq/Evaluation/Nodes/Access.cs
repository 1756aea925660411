using Workflow.Jq.Values;

namespace Workflow.Jq.Evaluation.Nodes;

/// <summary><c>.name</c> of a target.</summary>
internal sealed class FieldNode(Node target, JqValue key) : Node, IRewriter
{
    // Where the member was last time, which is checked before it is believed.
    private int _place;

    public override bool IsSingle { get; } = target.IsSingle;

    public Node Target => target;

    public JqValue Key => key;

    public bool CanRewrite { get; } = IRewriter.Is(target);

    public JqValue? Rewrite(Machine machine, Env? env, JqValue value, Func<JqValue, JqValue?> change) =>
        ((IRewriter)target).Rewrite(machine, env, value, whole =>
        {
            var old = Get(whole);
            machine.Step();
            machine.Charge(whole.Count);
            return change(old) is { } changed
                ? machine.Admit(whole.With(key.Chars, changed))
                : Removal.Remove(whole, [key]);
        });

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (trail is null && IsSingle)
        {
            return sink(null, Single(machine, env, input));
        }

        return target.Each(machine, env, trail, input, Receiver(sink));
    }

    protected override JqValue Single(Machine machine, Env? env, JqValue input) => Get(target.One(machine, env, input));

    private Sink Receiver(Sink sink) => (way, value) =>
    {
        way?.Check(value, key);
        var child = Get(value);
        return sink(way?.Enter(key, child), child);
    };

    private JqValue Get(JqValue value) => value.Kind switch
    {
        JqKind.Object => value.Member(key.Chars, ref _place),
        JqKind.Null => JqValue.Null,
        _ => Element.Get(value, key),
    };
}

/// <summary><c>target[key]</c>: for each key, for each target.</summary>
internal sealed class IndexNode(Node target, Node key) : Node
{
    public override bool IsSingle { get; } = target.IsSingle && key.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (trail is null && IsSingle)
        {
            return sink(null, Single(machine, env, input));
        }

        return RunEach(machine, env, trail, input, sink);
    }

    private Flow RunEach(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        key.Values(machine, env, input, name => target.Each(machine, env, trail, input, (way, value) =>
        {
            way?.Check(value, name);
            var child = Get(machine, value, name);
            return sink(way?.Enter(name, child), child);
        }));

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var name = key.One(machine, env, input);
        return Get(machine, target.One(machine, env, input), name);
    }

    private static JqValue Get(Machine machine, JqValue value, JqValue name)
    {
        if (name.Kind >= JqKind.Array)
        {
            machine.Charge((long)value.Count * Math.Max(1, name.Count));
        }

        return Element.Get(value, name);
    }
}

/// <summary><c>target[from:to]</c></summary>
internal sealed class SliceNode(Node target, Node from, Node to) : Node
{
    public override bool IsSingle { get; } = target.IsSingle && from.IsSingle && to.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        from.Values(machine, env, input, first => to.Values(machine, env, input, last =>
            target.Each(machine, env, trail, input, (way, value) =>
            {
                var range = Slice.Key(first, last);
                way?.Check(value, range);
                var part = Part(machine, value, range);
                return sink(way?.Enter(range, part), part);
            })));

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var first = from.One(machine, env, input);
        var last = to.One(machine, env, input);
        return Part(machine, target.One(machine, env, input), Slice.Key(first, last));
    }

    private static JqValue Part(Machine machine, JqValue value, JqValue range)
    {
        var part = Slice.Get(value, range);
        machine.Charge(part.Count + (part.AsString?.Length >> 4 ?? 0));
        return part;
    }
}

/// <summary><c>target[]</c></summary>
internal sealed class IterateNode(Node target) : Node, IRewriter
{
    /// <summary><c>.[]</c></summary>
    public static IterateNode Identity { get; } = new(IdentityNode.Instance);

    public Node Target => target;

    public bool CanRewrite { get; } = IRewriter.Is(target);

    public JqValue? Rewrite(Machine machine, Env? env, JqValue value, Func<JqValue, JqValue?> change) =>
        ((IRewriter)target).Rewrite(machine, env, value, whole =>
            machine.Admit(Elements.Change(machine, whole, change)));

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        if (trail is null && target.IsSingle)
        {
            return Visit(machine, null, target.One(machine, env, input), sink);
        }

        return target.Each(machine, env, trail, input, Receiver(machine, sink));
    }

    private static Sink Receiver(Machine machine, Sink sink) => (way, value) => Visit(machine, way, value, sink);

    private static Flow Visit(Machine machine, Trail? trail, JqValue value, Sink sink)
    {
        trail?.CheckIterable(value);
        if (value.Kind == JqKind.Array)
        {
            var items = value.Span;
            for (var i = 0; i < items.Length; i++)
            {
                machine.Step();
                var item = items[i];
                if (sink(trail?.Enter(JqValue.Number((double)i), item), item) == Flow.Stop)
                {
                    return Flow.Stop;
                }
            }

            return Flow.Next;
        }

        if (value.Kind != JqKind.Object)
        {
            throw Elements.CannotIterate(value);
        }

        var members = value.Object_;
        for (var i = 0; i < members.Count; i++)
        {
            machine.Step();
            var member = members.Values[i];
            var way = trail?.Enter(JqValue.Sound(members.Keys[i]), member);
            if (sink(way, member) == Flow.Stop)
            {
                return Flow.Stop;
            }
        }

        return Flow.Next;
    }
}
