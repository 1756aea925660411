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

    public static JqException CannotIterate(JqValue value) => new(value.IsNull
        ? "Cannot iterate over null"
        : $"Cannot iterate over {JqWords.Of(value)}");

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
        var members = new MemberList(value.Count);
        for (var i = 0; i < value.Count; i++)
        {
            machine.Step();
            if (change(value.Object_.Values[i]) is { } changed)
            {
                members.Set(value.Object_.Keys[i], changed);
            }
        }

        return members.ToValue();
    }
}
