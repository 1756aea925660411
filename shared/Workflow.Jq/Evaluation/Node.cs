using System.Diagnostics;
using System.Runtime.CompilerServices;
using Workflow.Jq.Values;

namespace Workflow.Jq.Evaluation;

/// <summary>
/// A compiled piece of a program: gives its outputs one by one to a receiver, which is what makes backtracking: the
/// next
/// output is asked for when the receiver returns.
/// </summary>
internal abstract class Node
{
    /// <summary>Whether it always gives exactly one output (or fails).</summary>
    public virtual bool IsSingle => false;

    /// <summary>Gives every output to the receiver until that wants no more. Counts a step, and changes to another
    /// stack
    /// before this one is full.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public Flow Each(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        machine.Step();
        return DeepCall.HasRoom
            ? Run(machine, env, trail, input, sink)
            : machine.Hop(this, env, trail, input, sink);
    }

    /// <summary>The only output, of a node that is single. Counts nothing: whatever repeats itself does.</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    public JqValue One(Machine machine, Env? env, JqValue input) => DeepCall.HasRoom
        ? Single(machine, env, input)
        : machine.HopSingle(this, env, input);

    /// <summary>Gives every output, without trails.</summary>
    public Flow Values(Machine machine, Env? env, JqValue input, Func<JqValue, Flow> sink) => IsSingle
        ? sink(One(machine, env, input))
        : Each(machine, env, null, input, WithoutTrail(sink));

    /// <summary>The first output, or null when there is none.</summary>
    public JqValue? First(Machine machine, Env? env, JqValue input) =>
        IsSingle ? One(machine, env, input) : FirstOfAny(machine, env, input);

    protected abstract Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink);

    protected virtual JqValue Single(Machine machine, Env? env, JqValue input) => throw new UnreachableException();

    // Closures stand in methods of their own: they are made when a method begins, whether it comes to use them or not.
    private static Sink WithoutTrail(Func<JqValue, Flow> sink) => (_, value) => sink(value);

    private JqValue? FirstOfAny(Machine machine, Env? env, JqValue input)
    {
        JqValue? first = null;
        Each(machine, env, null, input, (_, value) =>
        {
            first = value;
            return Flow.Stop;
        });
        return first;
    }
}

/// <summary>Always one output, which is calculated and so lies nowhere in the input.</summary>
internal abstract class SingleNode : Node
{
    public override bool IsSingle => true;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        sink(trail, Single(machine, env, input));

    protected abstract override JqValue Single(Machine machine, Env? env, JqValue input);
}
