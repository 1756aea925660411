namespace Workflow.Jq.Evaluation.Nodes;

/// <summary>
/// Takes a value apart: the variables become new entries of the environment, in the order of <paramref
/// name="variables"/>;
/// those that only another alternative sets are null.
/// </summary>
internal sealed class PatternNode(PatternStep step, IReadOnlyList<string> variables)
{
    /// <summary>Whether it is one variable for the whole value.</summary>
    public bool IsSimple { get; } = step is VariableStep && variables.Count == 1;

    public Flow Bind(Machine machine, Env? env, JqValue value, Func<Env, Flow> sink)
    {
        if (IsSimple)
        {
            return sink(new Env(env, value));
        }

        var values = new JqValue[variables.Count];
        Array.Fill(values, JqValue.Null);
        return step.Match(machine, env, value, values, () =>
        {
            var bound = env;
            foreach (var variable in values)
            {
                bound = new Env(bound, variable);
            }

            return sink(bound!);
        });
    }
}

/// <summary>One step of a pattern: sets variables, then goes on once for each way to match.</summary>
internal abstract class PatternStep
{
    public abstract Flow Match(Machine machine, Env? env, JqValue value, JqValue[] variables, Func<Flow> next);
}

internal sealed class VariableStep(int index) : PatternStep
{
    public override Flow Match(Machine machine, Env? env, JqValue value, JqValue[] variables, Func<Flow> next)
    {
        variables[index] = value;
        return next();
    }
}

/// <summary>Elements by key, each with a pattern of its own; arrays are elements by number.</summary>
internal sealed class ElementsStep(IReadOnlyList<(Node Key, int Variable, PatternStep? Step)> elements) : PatternStep
{
    public override Flow Match(Machine machine, Env? env, JqValue value, JqValue[] variables, Func<Flow> next) =>
        Match(machine, env, value, variables, 0, next);

    private Flow Match(Machine machine, Env? env, JqValue value, JqValue[] variables, int index, Func<Flow> next)
    {
        if (index == elements.Count)
        {
            return next();
        }

        var (key, variable, step) = elements[index];
        return key.Values(machine, env, value, name =>
        {
            if (name.Kind is not (JqKind.String or JqKind.Number))
            {
                throw new JqException($"Cannot use {Jq.Values.JqWords.Of(name)} as object key");
            }

            var element = Jq.Values.Element.Get(value, name);
            if (variable >= 0)
            {
                variables[variable] = element;
            }

            Flow Rest() => Match(machine, env, value, variables, index + 1, next);
            return step is null ? Rest() : step.Match(machine, env, element, variables, Rest);
        });
    }
}
