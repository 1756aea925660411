namespace Workflow.Jq.Values;

/// <summary>Takes elements out of an array or object, all at once so that positions keep their meaning.</summary>
internal static class Removal
{
    public static JqValue Remove(JqValue value, IReadOnlyCollection<JqValue> keys) => value.Kind switch
    {
        JqKind.Null => value,
        JqKind.Object => RemoveMembers(value, keys),
        JqKind.Array => RemoveItems(value, keys),
        _ => throw new JqException($"Cannot delete fields from {JqWords.Name(value)}"),
    };

    private static JqValue RemoveMembers(JqValue value, IReadOnlyCollection<JqValue> keys)
    {
        var unwanted = new HashSet<string>(StringComparer.Ordinal);
        foreach (var key in keys)
        {
            unwanted.Add(key.AsString ?? throw Cannot(value, key));
        }

        var members = new MemberList(value.Count);
        for (var i = 0; i < value.Count; i++)
        {
            if (!unwanted.Contains(value.Object_.Keys[i]))
            {
                members.Set(value.Object_.Keys[i], value.Object_.Values[i]);
            }
        }

        return members.ToValue();
    }

    private static JqValue RemoveItems(JqValue value, IReadOnlyCollection<JqValue> keys)
    {
        var unwanted = new bool[value.Count];
        foreach (var key in keys)
        {
            if (key.Kind == JqKind.Object)
            {
                var (from, to) = Slice.Bounds(key, value.Count);
                unwanted.AsSpan(from..to).Fill(true);
                continue;
            }

            var at = key.Kind == JqKind.Number ? Math.Floor(key.Double) : throw Cannot(value, key);
            at += at < 0 ? value.Count : 0;
            if (at >= 0 && at < value.Count)
            {
                unwanted[(int)at] = true;
            }
        }

        var kept = new List<JqValue>(value.Count);
        for (var i = 0; i < value.Count; i++)
        {
            if (!unwanted[i])
            {
                kept.Add(value.Span[i]);
            }
        }

        return JqValue.FromOwned([.. kept]);
    }

    private static JqException Cannot(JqValue value, JqValue key) =>
        new(value.Kind == JqKind.Array
            ? $"Cannot delete {JqWords.Name(key)} element of array"
            : $"Cannot delete {JqWords.Name(key)} field of object");
}
