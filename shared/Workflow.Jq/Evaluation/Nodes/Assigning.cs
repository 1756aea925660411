using Workflow.Jq.Values;

namespace Workflow.Jq.Evaluation.Nodes;

/// <summary><c>paths = value</c>: one output for each output of the value.</summary>
internal sealed class AssignNode(Node paths, Node value) : Node
{
    public override bool IsSingle { get; } = value.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        value.Values(machine, env, input, replacement => sink(trail, Assign(machine, env, input, replacement)));

    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        Assign(machine, env, input, value.One(machine, env, input));

    private JqValue Assign(Machine machine, Env? env, JqValue input, JqValue replacement) =>
        PathUpdate.Update(machine, env, paths, input, _ => replacement);
}

/// <summary><c>paths |= update</c>: the first output of the update replaces the value, none deletes it.</summary>
internal sealed class UpdateNode(Node paths, Node update) : SingleNode
{
    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        PathUpdate.Update(machine, env, paths, input, old => update.First(machine, env, old));
}

/// <summary><c>paths += value</c> and its kind: one output for each output of the value.</summary>
internal sealed class CombineNode(Node paths, Node value, Operation operation) : Node
{
    public override bool IsSingle { get; } = value.IsSingle;

    protected override Flow Run(Machine machine, Env? env, Trail? trail, JqValue input, Sink sink) =>
        value.Values(machine, env, input, operand => sink(trail, Combine(machine, env, input, operand)));

    protected override JqValue Single(Machine machine, Env? env, JqValue input) =>
        Combine(machine, env, input, value.One(machine, env, input));

    private JqValue Combine(Machine machine, Env? env, JqValue input, JqValue operand) =>
        PathUpdate.Update(machine, env, paths, input, old => machine.Admit(operation(machine, old, operand)));
}

/// <summary>Changes what lies at the paths that a program gives for a value.</summary>
internal static class PathUpdate
{
    /// <summary>
    /// Replaces every value by what <paramref name="change"/> makes of it; null deletes it, at the end.
    /// </summary>
    public static JqValue Update(Machine machine, Env? env, Node paths, JqValue root, Func<JqValue, JqValue?> change)
    {
        if (paths is IRewriter { CanRewrite: true } rewriter)
        {
            return rewriter.Rewrite(machine, env, root, change) ?? JqValue.Null;
        }

        var result = root;
        List<JqValue>? deleted = null;
        paths.Each(machine, env, new Trail(root), root, (trail, value) =>
        {
            var path = trail!.ToPath(value);
            machine.Charge(path.Count);
            if (change(PathEdit.Get(result, path)) is { } changed)
            {
                result = Set(machine, result, path, changed);
            }
            else
            {
                (deleted ??= []).Add(path);
            }

            return Flow.Next;
        });
        return deleted is null ? result : Delete(machine, result, JqValue.FromOwned([.. deleted]));
    }

    public static JqValue Set(Machine machine, JqValue value, JqValue path, JqValue replacement)
    {
        machine.Charge(path.Count);
        var step = value;
        foreach (var key in path.Kind == JqKind.Array ? path.Span : [])
        {
            if (key.Kind == JqKind.Number && step.Kind is JqKind.Array or JqKind.Null)
            {
                machine.AdmitSize(key.Double is > 0 and <= 0x1FFFFFFF ? (long)key.Double * 5 : 0);
            }

            machine.Charge(step.Count);
            if (step.Kind < JqKind.Array || key.Kind is not (JqKind.String or JqKind.Number))
            {
                break;
            }

            step = step.Kind == JqKind.Object == (key.Kind == JqKind.String) ? Element.Get(step, key) : JqValue.Null;
        }

        return machine.Admit(PathEdit.Set(value, path, replacement));
    }

    public static JqValue Delete(Machine machine, JqValue value, JqValue paths)
    {
        machine.Charge(value.Size);
        machine.Charge(Sorting.Work(paths.Count, paths.Size));
        return PathEdit.Delete(value, paths);
    }

    /// <summary>The paths that a program gives for a value.</summary>
    public static JqValue Collect(Machine machine, Env? env, Node paths, JqValue root)
    {
        var found = new List<JqValue>();
        long size = 0;
        paths.Each(machine, env, new Trail(root), root, (trail, value) =>
        {
            var path = trail!.ToPath(value);
            machine.AdmitSize(size += path.Size);
            found.Add(path);
            return Flow.Next;
        });
        return JqValue.FromOwned([.. found]);
    }
}
