using Workflow.Jq.Evaluation.Nodes;

namespace Workflow.Jq.Builtins.Control;

/// <summary>What decides which outputs there are.</summary>
internal static class ControlBuiltins
{
    private static readonly LiteralNode Zero = new(JqValue.Number(0.0));
    private static readonly LiteralNode One = new(JqValue.Number(1.0));

    public static void Register(Catalogue catalogue) => catalogue
        .Add("empty", 0, _ => new EmptyNode())
        .Add("error", 0, _ => new ErrorNode(IdentityNode.Instance))
        .Add("error", 1, arguments => new ErrorNode(arguments[0]))
        .Add("true", 0, _ => new LiteralNode(JqValue.True))
        .Add("false", 0, _ => new LiteralNode(JqValue.False))
        .Add("null", 0, _ => new LiteralNode(JqValue.Null))
        .Add("not", input => JqValue.Bool(!input.IsTruthy))
        .Add("select", 1, arguments => new SelectNode(arguments[0]))
        .Add("map", 1, arguments => new CollectNode(new PipeNode(IterateNode.Identity, arguments[0])))
        .Add("map_values", 1, arguments => new UpdateNode(IterateNode.Identity, arguments[0]))
        .Add("recurse", 0, _ => new RecurseNode(null))
        .Add("recurse", 1, arguments => new RecurseNode(arguments[0]))
        .Add("recurse", 2, arguments => new RecurseNode(new PipeNode(arguments[0], new SelectNode(arguments[1]))))
        .Add("first", 0, _ => new IndexNode(IdentityNode.Instance, Zero))
        .Add("first", 1, arguments => new FirstNode(arguments[0]))
        .Add("last", 0, _ => new IndexNode(IdentityNode.Instance, new LiteralNode(JqValue.Number(-1.0))))
        .Add("last", 1, arguments => new LastNode(arguments[0]))
        .Add("nth", 1, arguments => new IndexNode(IdentityNode.Instance, arguments[0]))
        .Add("nth", 2, arguments => new CountedNode(arguments[0], arguments[1], Counting.Nth))
        .Add("limit", 2, arguments => new CountedNode(arguments[0], arguments[1], Counting.Limit))
        .Add("skip", 2, arguments => new CountedNode(arguments[0], arguments[1], Counting.Skip))
        .Add("range", 1, arguments => new RangeNode(Zero, arguments[0], One))
        .Add("range", 2, arguments => new RangeNode(arguments[0], arguments[1], One))
        .Add("range", 3, arguments => new RangeNode(arguments[0], arguments[1], arguments[2]))
        .Add("until", 2, arguments => new LoopNode(arguments[0], arguments[1], false))
        .Add("while", 2, arguments => new LoopNode(arguments[0], arguments[1], true))
        .Add("repeat", 1, arguments => new RepeatNode(arguments[0]))
        .Add("isempty", 1, arguments => new IsEmptyNode(arguments[0]))
        .Add("any", 0, _ => new QuantifierNode(IterateNode.Identity, IdentityNode.Instance, true))
        .Add("any", 1, arguments => new QuantifierNode(IterateNode.Identity, arguments[0], true))
        .Add("any", 2, arguments => new QuantifierNode(arguments[0], arguments[1], true))
        .Add("all", 0, _ => new QuantifierNode(IterateNode.Identity, IdentityNode.Instance, false))
        .Add("all", 1, arguments => new QuantifierNode(IterateNode.Identity, arguments[0], false))
        .Add("all", 2, arguments => new QuantifierNode(arguments[0], arguments[1], false))
        .Add("add", 0, _ => new AddNode(IterateNode.Identity))
        .Add("add", 1, arguments => new AddNode(arguments[0]))
        .Add("debug", 0, _ => new DebugNode(IdentityNode.Instance, false))
        .Add("debug", 1, arguments => new DebugNode(arguments[0], false))
        .Add("stderr", 0, _ => new DebugNode(IdentityNode.Instance, true))
        .Add("now", 0, (machine, _, _) => JqValue.Number(
            (machine.Arguments.Now - DateTimeOffset.UnixEpoch).Ticks / (double)TimeSpan.TicksPerSecond))
        .Add("builtins", 0, (machine, _, _) =>
        {
            machine.Charge(1 << 10);
            return JqValue.Array(Catalogue.Names.Select(JqValue.String));
        });
}
