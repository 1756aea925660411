namespace Workflow.Jq.Values;

/// <summary>Reads, sets and deletes at paths, which are arrays of keys.</summary>
internal static class PathEdit
{
    private const int Longest = 10_000;

    public static JqValue Get(JqValue value, JqValue path)
    {
        Check(path);
        foreach (var key in path.Span)
        {
            if (value.IsNull)
            {
                return JqValue.Null;
            }

            value = Element.Get(value, key);
        }

        return value;
    }

    public static JqValue Set(JqValue value, JqValue path, JqValue replacement)
    {
        Check(path);
        return DeepCall.Run(path.Count, () => Set(value, path, 0, replacement));
    }

    public static JqValue Delete(JqValue value, JqValue paths)
    {
        if (paths.Kind != JqKind.Array)
        {
            throw new JqException("Paths must be specified as an array");
        }

        var longest = 0;
        foreach (var path in paths.Span)
        {
            Check(path);
            longest = Math.Max(longest, path.Count);
        }

        var sorted = Sorting.Sort(paths.Span);
        if (sorted.Length > 0 && sorted[0].Count == 0)
        {
            return JqValue.Null;
        }

        return DeepCall.Run(longest, () => Delete(value, sorted, 0, sorted.Length, 0));
    }

    private static void Check(JqValue path)
    {
        if (path.Kind != JqKind.Array)
        {
            throw new JqException("Path must be specified as an array");
        }

        if (path.Count > Longest)
        {
            throw new JqException("Path too deep");
        }
    }

    private static JqValue Set(JqValue value, JqValue path, int index, JqValue replacement)
    {
        if (index == path.Count)
        {
            return replacement;
        }

        var key = path.Span[index];
        var inner = index + 1 == path.Count
            ? replacement
            : Set(value.IsNull ? JqValue.Null : Element.Get(value, key), path, index + 1, replacement);
        return Element.Set(value, key, inner);
    }

    /// <summary>Deletes at sorted paths that are equal up to <paramref name="index"/>.</summary>
    private static JqValue Delete(JqValue value, JqValue[] paths, int from, int to, int index)
    {
        var keys = new List<JqValue>();
        for (var end = to; end > from && !value.IsNull;)
        {
            var key = paths[end - 1].Span[index];
            var start = end;
            while (start > from && JqOrder.Compare(paths[start - 1].Span[index], key) == 0)
            {
                start--;
            }

            // The shortest path of the group comes first: when it ends here, everything below goes with it.
            if (paths[start].Count == index + 1)
            {
                keys.Add(key);
            }
            else if (Element.Get(value, key) is { IsNull: false } inner)
            {
                value = Element.Set(value, key, Delete(inner, paths, start, end, index + 1));
            }

            end = start;
        }

        return keys.Count == 0 ? value : Removal.Remove(value, keys);
    }
}
