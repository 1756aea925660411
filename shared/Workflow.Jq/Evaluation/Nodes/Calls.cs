namespace Workflow.Jq.Evaluation.Nodes;

/// <summary>
/// A function: its body sees the closures of its parameters, then the values of those written with a dollar sign.
/// </summary>
internal sealed class FunctionCode(string name, IReadOnlyList<bool> isValue)
{
    public string Name => name;

    public int Parameters => isValue.Count;

    /// <summary>The parameters that are values too.</summary>
    public int[] Values { get; } = [.. Enumerable.Range(0, isValue.Count).Where(i => isValue[i])];

    /// <summary>Null while the function itself is being compiled.</summary>
    public Node? Body { get; set; }
}

/// <summary>
/// A call of a function that the program defines, <paramref name="hops"/> entries of the environment away.
/// </summary>
internal sealed class CallNode(FunctionCode code, int hops, Node[] arguments, bool isTail) : Node
{
    public override bool IsSingle { get; } =
        code.Body is { IsSingle: true } && code.Values.All(index => arguments[index].IsSingle);

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        var inner = BindClosures(env);
        if (code.Values.All(index => arguments[index].IsSingle))
        {
            inner = BindValues(machine, env, inner, input);
            return isTail ? machine.Tail(code.Body!, inner, trail, input) : Enter(machine, inner, trail, input, sink);
        }

        return BindEach(machine, env, inner, trail, input, 0, sink);
    }

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        var inner = BindValues(machine, env, BindClosures(env), input);
        machine.Step();
        machine.Enter();
        var result = code.Body!.One(machine, inner, input);
        machine.Depth--;
        return result;
    }

    private Flow BindEach(Machine machine, Env? env, Env? inner, Trail? trail, JqValue input, int index, Sink sink) =>
        index == code.Values.Length
            ? Enter(machine, inner, trail, input, sink)
            : arguments[code.Values[index]].Values(machine, env, input, value =>
                BindEach(machine, env, new Env(inner, value), trail, input, index + 1, sink));

    private Flow Enter(Machine machine, Env? inner, Trail? trail, JqValue input, Sink sink)
    {
        machine.Enter();
        var flow = machine.Settle(code.Body!.Each(machine, inner, trail, input, sink), sink);
        machine.Depth--;
        return flow;
    }

    private Env? BindClosures(Env? env)
    {
        var inner = Env.Up(env, hops);
        foreach (var argument in arguments)
        {
            var closure = argument is ParameterNode parameter ? parameter.Of(env) : new Closure(argument, env);
            inner = new Env(inner, closure);
        }

        return inner;
    }

    private Env? BindValues(Machine machine, Env? env, Env? inner, JqValue input)
    {
        foreach (var index in code.Values)
        {
            inner = new Env(inner, arguments[index].One(machine, env, input));
        }

        return inner;
    }
}

/// <summary>A call of a parameter: goes on where the argument was written.</summary>
internal sealed class ParameterNode(int hops) : Node
{
    public Closure Of(Env? env) => (Closure)Env.Up(env, hops)!.Content;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        var closure = Of(env);
        machine.Enter();
        var flow = closure.Body.Each(machine, closure.Env, trail, input, sink);
        machine.Depth--;
        return flow;
    }
}
