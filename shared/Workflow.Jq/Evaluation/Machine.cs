using Workflow.Jq.Values;

namespace Workflow.Jq.Evaluation;

/// <summary>One evaluation: its arguments and what is left of its bounds.</summary>
internal sealed class Machine(JqArguments arguments)
{
    /// <summary>Stacks of their own that deep recursion may take, so that memory stays bounded too.</summary>
    private const int MostStacks = 8;

    private const int StepsPerError = 8;
    private const int StepsPerUnwoundCall = 20;

    private long _steps = arguments.Limits.Steps;
    private long _outputs;
    private int _stacks;
    private RegexClock? _regexes;

    public JqArguments Arguments => arguments;

    public JqLimits Limits => arguments.Limits;

    /// <summary>Calls within calls.</summary>
    public int Depth { get; set; }

    public Node TailBody { get; private set; } = null!;

    public Env? TailEnv { get; private set; }

    public Trail? TailTrail { get; private set; }

    public JqValue TailInput { get; private set; } = JqValue.Null;

    public RegexClock Regexes => _regexes ??= new RegexClock(Limits.RegexTime);

    public JqValue Variable(string name) => arguments.Variables.TryGetValue(name, out var value)
        ? value
        : throw new JqException($"${name} is not set");

    /// <summary>Counts one operation.</summary>
    public void Step()
    {
        if (--_steps < 0)
        {
            throw Exceeded("steps", $"more than {Limits.Steps} steps");
        }
    }

    /// <summary>Counts the work on that many items, characters or the like.</summary>
    public void Charge(long amount)
    {
        _steps -= amount >> 4;
        if (_steps < 0)
        {
            throw Exceeded("steps", $"more than {Limits.Steps} steps");
        }
    }

    public void Enter()
    {
        if (++Depth > Limits.Depth)
        {
            throw Exceeded("depth", $"more than {Limits.Depth} calls within each other");
        }
    }

    /// <summary>
    /// Goes back to an outer call after catching: an exception is dear, and the dearer the deeper it was.
    /// </summary>
    public void Unwind(int depth)
    {
        Charge((((Depth - depth) * StepsPerUnwoundCall) + StepsPerError) << 4);
        Depth = depth;
    }

    /// <summary>Holds a call in tail position until the call it ends has unwound.</summary>
    public Flow Tail(Node body, Env? env, Trail? trail, JqValue input)
    {
        TailBody = body;
        TailEnv = env;
        TailTrail = trail;
        TailInput = input;
        return Flow.Tail;
    }

    /// <summary>Makes the calls in tail position that are still to be made.</summary>
    public Flow Settle(Flow flow, Sink sink)
    {
        while (flow == Flow.Tail)
        {
            flow = TailBody.Each(this, TailEnv, TailTrail, TailInput, sink);
        }

        return flow;
    }

    /// <summary>Lets a new value pass if it is within the bounds.</summary>
    public JqValue Admit(JqValue value)
    {
        AdmitSize(value.Size);
        return value;
    }

    /// <summary>Checks the size (about, in characters of JSON) that a value is going to have.</summary>
    public void AdmitSize(long size)
    {
        if (size > Limits.OutputBytes)
        {
            throw Exceeded("output_bytes", $"a value of more than {Limits.OutputBytes} bytes");
        }
    }

    /// <summary>Counts an output of the whole program.</summary>
    public JqValue Emit(JqValue value)
    {
        _outputs += value.Size;
        AdmitSize(_outputs);
        return value.Depth <= JqValue.DeepestDocument ? value
            : throw Exceeded("depth", $"an output nested deeper than {JqValue.DeepestDocument} levels");
    }

    public static JqException Exceeded(string limit, string what) => new($"The evaluation took {what}", limit);

    /// <summary>Goes on with a node on a stack of its own.</summary>
    public Flow Hop(Node node, Env? env, Trail? trail, JqValue input, Sink sink) =>
        OnOwnStack(() => node.Each(this, env, trail, input, sink));

    public JqValue HopSingle(Node node, Env? env, JqValue input) => OnOwnStack(() => node.One(this, env, input));

    private T OnOwnStack<T>(Func<T> work)
    {
        if (_stacks >= MostStacks)
        {
            throw Exceeded("depth", "more stack than there is");
        }

        _stacks++;
        try
        {
            return DeepCall.RunOnLargeStack(work);
        }
        finally
        {
            _stacks--;
        }
    }
}
