namespace Workflow.Jq.Values;

/// <summary>One element of a value by its key: a name, a number, a slice, or an array to search for.</summary>
internal static class Element
{
    /// <summary>The longest array that setting an element may create.</summary>
    private const int LargestIndex = 0x1FFFFFFF;

    public static JqValue Get(JqValue target, JqValue key)
    {
        switch (key.Kind)
        {
            case JqKind.String when target.Kind is JqKind.Object or JqKind.Null:
                return target[key.Chars];
            case JqKind.Number when target.Kind is JqKind.Array:
                return At(target, key.Double);
            case JqKind.Number when target.IsNull:
                return JqValue.Null;
            case JqKind.Object when target.Kind is JqKind.Array or JqKind.Null or JqKind.String:
                return Slice.Get(target, key);
            case JqKind.Array when target.Kind == JqKind.Array:
                return Search.Items(target, key);
            default:
                throw CannotIndex(target, key);
        }
    }

    public static JqValue Set(JqValue target, JqValue key, JqValue value)
    {
        switch (key.Kind)
        {
            case JqKind.String when target.Kind is JqKind.Object or JqKind.Null:
                return target.With(key.Chars, value);
            case JqKind.Number when target.Kind is JqKind.Array or JqKind.Null:
                return SetAt(target, key.Double, value);
            case JqKind.Object when target.Kind is JqKind.Array or JqKind.Null:
                return Slice.Set(target, key, value);
            case JqKind.Object when target.Kind == JqKind.String:
                throw new JqException("Cannot update string slices");
            case JqKind.Array when target.Kind == JqKind.Array:
                throw new JqException("Cannot update field at array index of array");
            default:
                throw CannotIndex(target, key);
        }
    }

    /// <summary>Whether the element is there.</summary>
    public static bool Has(JqValue target, JqValue key) => (target.Kind, key.Kind) switch
    {
        (JqKind.Object, JqKind.String) => target.TryGetMember(key.Chars, out _),
        (JqKind.Array, JqKind.Number) => key.Double >= 0 && key.Double < target.Count,
        _ => throw new JqException($"Cannot check whether {JqWords.Name(target)} has a {JqWords.Name(key)} key"),
    };

    public static JqException CannotIndex(JqValue target, JqValue key) =>
        new($"Cannot index {JqWords.Name(target)} with {JqWords.Of(key)}");

    private static JqValue At(JqValue array, double index)
    {
        var at = Math.Floor(index);
        at += at < 0 ? array.Count : 0;
        return at >= 0 && at < array.Count ? array.Span[(int)at] : JqValue.Null;
    }

    private static JqValue SetAt(JqValue array, double index, JqValue value)
    {
        if (double.IsNaN(index))
        {
            throw new JqException("Cannot set array element at NaN index");
        }

        var count = array.Count;
        var at = Math.Floor(index);
        at += at < 0 ? count : 0;
        if (at < 0)
        {
            throw new JqException("Out of bounds negative array index");
        }

        if (at > LargestIndex)
        {
            throw new JqException("Array index too large");
        }

        if (at == count && count > 0)
        {
            return array.Append([value]);
        }

        var items = new JqValue[Math.Max(count, (int)at + 1)];
        if (count > 0)
        {
            array.Span.CopyTo(items);
        }

        items.AsSpan(count).Fill(JqValue.Null);
        items[(int)at] = value;
        return JqValue.FromOwned(items);
    }
}
