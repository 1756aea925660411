using Workflow.Jq.Evaluation;

namespace Workflow.Jq.Builtins.Control;

/// <summary><c>debug(message)</c> and <c>stderr</c>: reports every message and passes the input on.</summary>
internal sealed class DebugNode(Node message, bool toStandardError) : Node
{
    public override bool IsSingle => message.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink)
    {
        message.Values(machine, env, input, value => Report(machine, value));
        return sink(trail, input);
    }

    protected override JqValue Single(Machine machine, Env? env, JqValue input)
    {
        Report(machine, message.One(machine, env, input));
        return input;
    }

    // What is reported leaves the program like an output does, and counts as one.
    private Flow Report(Machine machine, JqValue value)
    {
        var arguments = machine.Arguments;
        var receiver = toStandardError ? arguments.StandardError ?? arguments.Debug : arguments.Debug;
        receiver?.Invoke(machine.Emit(value));
        return Flow.Next;
    }
}
