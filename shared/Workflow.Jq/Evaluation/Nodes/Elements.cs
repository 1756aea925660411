using Workflow.Jq.Values;

namespace Workflow.Jq.Evaluation.Nodes;

/// <summary>All items of an array or members of an object.</summary>
internal static class Elements
{
    /// <summary>The value with every element changed, and without those that are changed to null.</summary>
    public static JqValue Change(Machine machine, JqValue value, Func<JqValue, JqValue?> change) => value.Kind switch
    {
        JqKind.Array => ChangeItems(machine, value, change),
        JqKind.Object => ChangeMembers(machine, value, change),
        _ => throw CannotIterate(value),
    };

    public static JqException CannotIterate(JqValue value) => new($"Cannot iterate over {JqWords.Of(value)}");

    private static JqValue ChangeItems(Machine machine, JqValue value, Func<JqValue, JqValue?> change)
    {
        var items = new JqValue[value.Count];
        var count = 0;
        for (var i = 0; i < items.Length; i++)
        {
            machine.Step();
            if (change(value.Span[i]) is { } changed)
            {
                items[count++] = changed;
            }
        }

        return JqValue.FromOwned(items, count);
    }

    private static JqValue ChangeMembers(Machine machine, JqValue value, Func<JqValue, JqValue?> change)
    {
        var members = value.Object_;
        var values = new JqValue?[members.Count];
        var removed = false;
        for (var i = 0; i < values.Length; i++)
        {
            machine.Step();
            values[i] = change(members.Values[i]);
            removed |= values[i] is null;
        }

        return removed ? Remaining(members, values) : JqValue.FromMembers(new ObjectMembers(members.Names, values!));
    }

    private static JqValue Remaining(ObjectMembers members, JqValue?[] values)
    {
        var remaining = new MemberList(values.Length);
        for (var i = 0; i < values.Length; i++)
        {
            if (values[i] is { } value)
            {
                remaining.Set(members.Keys[i], value);
            }
        }

        return remaining.ToValue();
    }
}
