using System.Runtime.CompilerServices;
using Workflow.Jq.Values;

namespace Workflow.Jq;

public sealed partial class JqValue
{
    internal static JqValue EmptyArray { get; } = new(JqKind.Array, System.Array.Empty<JqValue>(), 0, 2, 1);

    internal static JqValue EmptyObject { get; } = new(JqKind.Object, ObjectMembers.Empty, 0, 2, 1);

    /// <summary>The items of an array; empty for anything else.</summary>
    public IReadOnlyList<JqValue> Items
    {
        get
        {
            if (_kind != JqKind.Array)
            {
                return [];
            }

            return _payload is JqValue[] all && all.Length == Count
                ? all
                : new ArraySegment<JqValue>(Backing, 0, Count);
        }
    }

    /// <summary>The members of an object in the order of their insertion; empty for anything else.</summary>
    public IEnumerable<KeyValuePair<string, JqValue>> Members
    {
        get
        {
            for (var i = 0; _kind == JqKind.Object && i < Count; i++)
            {
                yield return KeyValuePair.Create(Object_.Keys[i], Object_.Values[i]);
            }
        }
    }

    /// <summary>How many items or members there are; 0 for anything but arrays and objects.</summary>
    public int Count => _kind >= JqKind.Array ? (int)_number : 0;

    internal ReadOnlySpan<JqValue> Span => Backing.AsSpan(0, (int)_number);

    internal ObjectMembers Object_ => Unsafe.As<ObjectMembers>(_payload)!;

    private JqValue[] Backing => _payload as JqValue[] ?? Unsafe.As<SharedItems>(_payload)!.Items;

    /// <summary>The member with that name; null when absent or when this is no object.</summary>
    public JqValue this[string key] => TryGetMember(key, out var value) ? value : Null;

    /// <summary>The member of an object, null when absent.</summary>
    /// <param name="place">Where it may be; set to where it is. Need not be right.</param>
    internal JqValue Member(string key, ref int place)
    {
        var members = Object_;
        var at = place;
        if (!members.Names.IsAt(key, at))
        {
            at = members.Find(key);
            if (at < 0)
            {
                return Null;
            }

            place = at;
        }

        return members.Values[at];
    }

    /// <summary>Whether this is an object that has the member.</summary>
    public bool TryGetMember(string key, out JqValue value)
    {
        var at = _kind == JqKind.Object ? Object_.Find(key) : -1;
        value = at < 0 ? Null : Object_.Values[at];
        return at >= 0;
    }

    /// <summary>The object with one more member, or another value for it; a new object when this is null.</summary>
    /// <exception cref="JqException">This is neither an object nor null.</exception>
    public JqValue With(string key, JqValue value) => _kind switch
    {
        JqKind.Object => FromMembers(Object_.With(key, value)),
        JqKind.Null => FromMembers(ObjectMembers.Empty.With(key, value)),
        _ => throw new JqException($"A member cannot be set on {JqWords.Of(this)}"),
    };

    public static JqValue Array(IEnumerable<JqValue> items) => FromOwned([.. items]);

    /// <summary>An object; when a key comes twice its last value wins and its first place is kept.</summary>
    public static JqValue Object(IEnumerable<KeyValuePair<string, JqValue>> members)
    {
        var list = new MemberList();
        foreach (var (key, value) in members)
        {
            list.Set(Utf16.Repair(key), value);
        }

        return list.ToValue();
    }

    /// <summary>An array over items that nobody else will write to.</summary>
    internal static JqValue FromOwned(JqValue[] items) => FromOwned(items, items.Length);

    internal static JqValue FromOwned(JqValue[] items, int count)
    {
        if (count == 0)
        {
            return EmptyArray;
        }

        Measure(items.AsSpan(0, count), out var size, out var depth);
        return new JqValue(JqKind.Array, items, count, size + count + 1, depth + 1);
    }

    internal static JqValue FromSpan(ReadOnlySpan<JqValue> items) => FromOwned(items.ToArray());

    internal static JqValue FromMembers(ObjectMembers members)
    {
        if (members.Count == 0)
        {
            return EmptyObject;
        }

        Measure(members.Values, out var size, out var depth);
        return new JqValue(JqKind.Object, members, members.Count, size + members.Names.Size + 1, depth + 1);
    }

    /// <summary>
    /// This array with more items behind it; linear in the number of new items when nobody appended before.
    /// </summary>
    internal JqValue Append(ReadOnlySpan<JqValue> more)
    {
        if (more.Length == 0)
        {
            return this;
        }

        var count = Count;
        var total = count + more.Length;
        var shared = _payload as SharedItems;
        if (shared is null || !shared.TryTake(count, more.Length))
        {
            var items = new JqValue[Math.Max(4, total + (total / 2))];
            Span.CopyTo(items);
            shared = new SharedItems(items, total);
        }

        more.CopyTo(shared.Items.AsSpan(count));
        Measure(more, out var size, out var depth);
        return new JqValue(
            JqKind.Array, shared, total, (long)_size + size + more.Length, Math.Max(_depth, depth + 1));
    }

    private static void Measure(ReadOnlySpan<JqValue> items, out long size, out int depth)
    {
        size = 0;
        depth = 0;
        foreach (var item in items)
        {
            size += item._size;
            depth = Math.Max(depth, item._depth);
        }
    }
}
