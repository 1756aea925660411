using System.Numerics;

namespace Workflow.Jq.Values;

/// <summary>Stable sorting in jq's order, by merging; a comparison that fails passes its error on as it is.</summary>
internal static class Sorting
{
    public static JqValue[] Sort(ReadOnlySpan<JqValue> items)
    {
        var keys = items.ToArray();
        return InOrder(keys, SortedPositions(keys));
    }

    /// <summary>The items at the positions.</summary>
    public static JqValue[] InOrder(JqValue[] items, int[] positions)
    {
        var ordered = new JqValue[positions.Length];
        for (var i = 0; i < ordered.Length; i++)
        {
            ordered[i] = items[positions[i]];
        }

        return ordered;
    }

    /// <summary>The positions of the keys in their order.</summary>
    public static int[] SortedPositions(JqValue[] keys)
    {
        var positions = new int[keys.Length];
        for (var i = 0; i < positions.Length; i++)
        {
            positions[i] = i;
        }

        var other = new int[keys.Length];
        for (var width = 1; width < keys.Length; width *= 2)
        {
            for (var from = 0; from < keys.Length; from += 2 * width)
            {
                var middle = Math.Min(from + width, keys.Length);
                Merge(keys, positions, other, from, middle, Math.Min(middle + width, keys.Length));
            }

            (positions, other) = (other, positions);
        }

        return positions;
    }

    /// <summary>About how many characters are looked at when that many values of that size are sorted.</summary>
    public static long Work(int count, long size) => (size + count) * (1 + BitOperations.Log2((uint)count + 1));

    private static void Merge(JqValue[] keys, int[] source, int[] target, int from, int middle, int to)
    {
        if (middle >= to || JqOrder.Compare(keys[source[middle - 1]], keys[source[middle]]) <= 0)
        {
            source.AsSpan(from, to - from).CopyTo(target.AsSpan(from));
            return;
        }

        var (left, right) = (from, middle);
        for (var i = from; i < to; i++)
        {
            var takeLeft = left < middle
                && (right >= to || JqOrder.Compare(keys[source[left]], keys[source[right]]) <= 0);
            target[i] = takeLeft ? source[left++] : source[right++];
        }
    }
}
