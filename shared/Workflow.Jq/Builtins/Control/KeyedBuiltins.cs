using Workflow.Jq.Evaluation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins.Control;

/// <summary>Sorting, grouping and choosing by a key.</summary>
internal static class KeyedBuiltins
{
    private delegate JqValue Arrangement(JqValue[] items, JqValue[] keys);

    public static void Register(Catalogue catalogue)
    {
        Add("sort", "sorted", Sort);
        Add("group", "grouped", Group);
        Add("unique", "sorted", Unique);
        Add("min", "iterated over", (items, keys) => Extreme(items, keys, -1));
        Add("max", "iterated over", (items, keys) => Extreme(items, keys, 1));

        void Add(string name, string verb, Arrangement arrange)
        {
            if (name != "group")
            {
                catalogue.Add(name, 0, _ => new KeyedNode(null, verb, arrange));
            }

            catalogue.Add(name + "_by", 1, arguments => new KeyedNode(arguments[0], verb, arrange));
        }
    }

    private static JqValue Sort(JqValue[] items, JqValue[] keys) =>
        JqValue.FromOwned(Sorting.InOrder(items, Sorting.SortedPositions(keys)));

    private static JqValue Group(JqValue[] items, JqValue[] keys)
    {
        var groups = new List<JqValue>();
        var group = new List<JqValue>();
        var previous = -1;
        foreach (var position in Sorting.SortedPositions(keys))
        {
            if (previous >= 0 && !JqOrder.AreEqual(keys[previous], keys[position]))
            {
                groups.Add(JqValue.FromOwned([.. group]));
                group.Clear();
            }

            group.Add(items[position]);
            previous = position;
        }

        if (group.Count > 0)
        {
            groups.Add(JqValue.FromOwned([.. group]));
        }

        return JqValue.FromOwned([.. groups]);
    }

    private static JqValue Unique(JqValue[] items, JqValue[] keys)
    {
        var kept = new List<JqValue>();
        var previous = -1;
        foreach (var position in Sorting.SortedPositions(keys))
        {
            if (previous < 0 || !JqOrder.AreEqual(keys[previous], keys[position]))
            {
                kept.Add(items[position]);
            }

            previous = position;
        }

        return JqValue.FromOwned([.. kept]);
    }

    /// <summary>The first of the smallest, or the last of the largest.</summary>
    private static JqValue Extreme(JqValue[] items, JqValue[] keys, int direction)
    {
        var best = 0;
        for (var i = 1; i < items.Length; i++)
        {
            var order = JqOrder.Compare(keys[i], keys[best]);
            if (direction < 0 ? order < 0 : order >= 0)
            {
                best = i;
            }
        }

        return items.Length == 0 ? JqValue.Null : items[best];
    }

    private sealed class KeyedNode(Node? key, string verb, Arrangement arrange) : SingleNode
    {
        private readonly Node _key = key is null ? IdentityNode.Instance : key.IsSingle ? key : new CollectNode(key);

        protected override JqValue Single(Machine machine, Env? env, JqValue input)
        {
            if (input.Kind != JqKind.Array)
            {
                throw Refuse(machine, env, input);
            }

            var items = input.Span.ToArray();
            var keys = new JqValue[items.Length];
            long size = 0;
            for (var i = 0; i < items.Length; i++)
            {
                machine.Step();
                keys[i] = _key.One(machine, env, items[i]);
                size += keys[i].Size;
            }

            machine.Charge(Sorting.Work(keys.Length, size >> 2));
            return machine.Admit(arrange(items, keys));
        }

        // With a key of its own, jq takes the keys of all items first; without, the input is its own keys.
        private JqException Refuse(Machine machine, Env? env, JqValue input)
        {
            if (key is null)
            {
                return new JqException(verb == "sorted"
                    ? $"{JqWords.Of(input)} cannot be sorted, as it is not an array"
                    : $"{JqWords.Of(input)} and {JqWords.Of(input)} cannot be {verb}");
            }

            if (input.Kind != JqKind.Object)
            {
                return Elements.CannotIterate(input);
            }

            var keys = JqValue.Array(input.Object_.Values.ToArray().Select(item =>
                key.IsSingle ? JqValue.Array([_key.One(machine, env, item)]) : _key.One(machine, env, item)));
            return new JqException(verb == "iterated over"
                ? $"{JqWords.Of(input)} and {JqWords.Of(keys)} cannot be iterated over"
                : $"{JqWords.Of(input)} and {JqWords.Of(keys)} cannot be sorted, as they are not both arrays");
        }
    }
}
