using Workflow.Jq.Evaluation;
using Workflow.Jq.Evaluation.Nodes;
using Workflow.Jq.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Builtins;

internal static class Objects
{
    private static readonly JqValue Key = JqValue.Sound("key");
    private static readonly string[] OtherKeys = ["Key", "k", "K", "name", "Name"];

    public static void Register(Catalogue catalogue)
    {
        var toEntries = new NativeNode(ToEntries, []);
        var fromEntries = new NativeNode(FromEntries, []);
        catalogue
            .Add("keys", 0, (machine, input, _) => Keys(machine, input, true))
            .Add("keys_unsorted", 0, (machine, input, _) => Keys(machine, input, false))
            .Add("has", 1, (_, input, arguments) => JqValue.Bool(Element.Has(input, arguments[0])))
            .Add("contains", 1, Contains)
            .Add("to_entries", 0, ToEntries)
            .Add("from_entries", 0, FromEntries)
            .Add("with_entries", 1, arguments => new PipeNode(
                toEntries,
                new PipeNode(new CollectNode(new PipeNode(IterateNode.Identity, arguments[0])), fromEntries)));
    }

    private static JqValue Keys(Machine machine, JqValue input, bool sorted)
    {
        machine.Charge(input.Count);
        if (input.Kind == JqKind.Array)
        {
            return JqValue.FromOwned([.. Enumerable.Range(0, input.Count).Select(i => JqValue.Number((double)i))]);
        }

        if (input.Kind != JqKind.Object)
        {
            throw new JqException($"{JqWords.Of(input)} has no keys");
        }

        var keys = new JqValue[input.Count];
        for (var i = 0; i < keys.Length; i++)
        {
            keys[i] = JqValue.Sound(input.Object_.Keys[sorted ? input.Object_.Sorted[i] : i]);
        }

        return JqValue.FromOwned(keys);
    }

    private static JqValue ToEntries(Machine machine, JqValue input, JqValue[] arguments)
    {
        if (input.Kind < JqKind.Array)
        {
            throw new JqException($"{JqWords.Of(input)} has no keys");
        }

        machine.Charge(input.Count * 4L);
        var entries = new JqValue[input.Count];
        for (var i = 0; i < entries.Length; i++)
        {
            var entry = new MemberList(2);
            var isObject = input.Kind == JqKind.Object;
            entry.Set("key", isObject ? JqValue.Sound(input.Object_.Keys[i]) : JqValue.Number((double)i));
            entry.Set("value", isObject ? input.Object_.Values[i] : input.Span[i]);
            entries[i] = entry.ToValue();
        }

        return JqValue.FromOwned(entries);
    }

    private static JqValue FromEntries(Machine machine, JqValue input, JqValue[] arguments)
    {
        if (input.Kind < JqKind.Array)
        {
            throw new JqException($"Cannot iterate over {JqWords.Of(input)}");
        }

        machine.Charge(input.Count * 4L);
        var members = new MemberList();
        foreach (var entry in input.Kind == JqKind.Array ? input.Span : input.Object_.Values)
        {
            members.Set(KeyOf(entry), ValueOf(entry));
        }

        return members.ToValue();
    }

    private static string KeyOf(JqValue entry)
    {
        var key = Element.Get(entry, Key);
        for (var i = 0; !key.IsTruthy && i < OtherKeys.Length; i++)
        {
            key = entry[OtherKeys[i]];
        }

        return key.AsString ?? throw new JqException($"Cannot use {JqWords.Of(key)} as object key");
    }

    private static JqValue ValueOf(JqValue entry) =>
        entry.TryGetMember("value", out var value) || entry.TryGetMember("v", out value) ? value : entry["Value"];

    private static JqValue Contains(Machine machine, JqValue input, JqValue[] arguments)
    {
        var part = arguments[0];
        machine.Charge(input.Size + part.Size);
        if (input.AsBoolean is { } one && part.AsBoolean is { } other && one != other)
        {
            throw CannotContain(input, part);
        }

        var depth = Math.Min(input.Depth, part.Depth);
        return depth > Trail.Longest + 1
            ? throw new JqException("Containment check too deep")
            : DeepCall.Run(depth, () => JqValue.Bool(Contains(machine, input, part)));
    }

    // To jq, true and false are of two kinds here.
    private static JqException CannotContain(JqValue whole, JqValue part) =>
        new($"{JqWords.Of(whole)} and {JqWords.Of(part)} cannot have their containment checked");

    private static bool Contains(Machine machine, JqValue whole, JqValue part)
    {
        if (whole.Kind != part.Kind)
        {
            throw CannotContain(whole, part);
        }

        switch (whole.Kind)
        {
            case JqKind.Object:
                for (var i = 0; i < part.Count; i++)
                {
                    if (!whole.TryGetMember(part.Object_.Keys[i], out var member)
                        || !ContainsSame(machine, member, part.Object_.Values[i]))
                    {
                        return false;
                    }
                }

                return true;
            case JqKind.Array:
                foreach (var wanted in part.Span)
                {
                    if (!AnyContains(machine, whole, wanted))
                    {
                        return false;
                    }
                }

                return true;
            case JqKind.String:
                Texts.ChargeSearch(machine, whole.Chars, part.Chars);
                return whole.Chars.Contains(part.Chars, StringComparison.Ordinal);
            default:
                return JqOrder.AreEqual(whole, part);
        }
    }

    private static bool AnyContains(Machine machine, JqValue whole, JqValue wanted)
    {
        foreach (var item in whole.Span)
        {
            machine.Charge(16);
            if (ContainsSame(machine, item, wanted))
            {
                return true;
            }
        }

        return false;
    }

    private static bool ContainsSame(Machine machine, JqValue whole, JqValue part) =>
        whole.Kind == part.Kind && Contains(machine, whole, part);
}
