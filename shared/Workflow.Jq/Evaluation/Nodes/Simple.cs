namespace Workflow.Jq.Evaluation.Nodes;

internal sealed class IdentityNode : SingleNode, IRewriter
{
    public static IdentityNode Instance { get; } = new();

    public bool CanRewrite => true;

    public JqValue? Rewrite(Machine machine, Env? env, JqValue value, Func<JqValue, JqValue?> change) => change(value);

    protected override JqValue Single(Machine machine, Env? env, JqValue input) => input;
}

internal sealed class LiteralNode(JqValue value) : SingleNode
{
    public JqValue Value => value;

    protected override JqValue Single(Machine machine, Env? env, JqValue input) => value;
}

/// <summary>A variable bound in the program.</summary>
internal sealed class VariableNode(int hops) : SingleNode
{
    protected override JqValue Single(Machine machine, Env? env, JqValue input) => (JqValue)Env.Up(env, hops)!.Content;
}

/// <summary>A variable that the caller gives.</summary>
internal sealed class ArgumentNode(string name) : SingleNode
{
    protected override JqValue Single(Machine machine, Env? env, JqValue input) => machine.Variable(name);
}

/// <summary>No output at all.</summary>
internal sealed class EmptyNode : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) => Flow.Next;
}

internal sealed class PipeNode(Node left, Node right) : Node, IRewriter
{
    public override bool IsSingle { get; } = left.IsSingle && right.IsSingle;

    public bool CanRewrite { get; } = IRewriter.Is(left) && IRewriter.Is(right);

    public JqValue? Rewrite(Machine machine, Env? env, JqValue value, Func<JqValue, JqValue?> change) =>
        ((IRewriter)left).Rewrite(machine, env, value, part =>
            ((IRewriter)right).Rewrite(machine, env, part, change));

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        trail is null && left.IsSingle
            ? right.Each(machine, env, null, left.One(machine, env, input), sink)
            : left.Each(machine, env, trail, input, Receiver(machine, env, sink));

    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        right.One(machine, env, left.One(machine, env, input));

    private Sink Receiver(Machine machine, Env? env, Sink sink) => (way, value) =>
        machine.Settle(right.Each(machine, env, way, value, sink), sink);
}

internal sealed class CommaNode(Node left, Node right) : Node
{
    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        left.Each(machine, env, trail, input, sink) == Flow.Stop
            ? Flow.Stop
            : right.Each(machine, env, trail, input, sink);
}

internal sealed class IfNode(Node condition, Node then, Node otherwise) : Node
{
    public override bool IsSingle { get; } = condition.IsSingle && then.IsSingle && otherwise.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        condition.IsSingle
            ? Chosen(condition.One(machine, env, input)).Each(machine, env, trail, input, sink)
            : RunEach(machine, env, trail, input, sink);

    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        Chosen(condition.One(machine, env, input)).One(machine, env, input);

    private Flow RunEach(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        condition.Each(machine, env, null, input, (_, value) =>
            Chosen(value).Each(machine, env, trail, input, sink));

    private Node Chosen(JqValue value) => value.IsTruthy ? then : otherwise;
}

/// <summary><c>[ … ]</c></summary>
internal sealed class CollectNode(Node body) : SingleNode
{
    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var items = new List<JqValue>();
        long size = 2;
        body.Each(machine, env, null, input, (_, value) =>
        {
            items.Add(value);
            machine.AdmitSize(size += value.Size + 1);
            return Flow.Next;
        });
        return JqValue.FromOwned([.. items]);
    }
}
