namespace Workflow.Jq.Values;

/// <summary>
/// A stretch of an array, or of a string in code points: from inclusive, to exclusive, negative from the end.
/// </summary>
internal static class Slice
{
    private const string Start = "start";
    private const string End = "end";

    public static JqValue Key(JqValue from, JqValue to)
    {
        var members = new MemberList(2);
        members.Set(Start, from);
        members.Set(End, to);
        return members.ToValue();
    }

    public static JqValue Get(JqValue target, JqValue key)
    {
        switch (target.Kind)
        {
            case JqKind.Null:
                return JqValue.Null;
            case JqKind.Array:
                var (from, to) = Bounds(key, target.Count);
                return from == 0 && to == target.Count ? target : JqValue.FromSpan(target.Span[from..to]);
            case JqKind.String:
                var text = target.Chars;
                var (first, last) = Bounds(key, Utf16.Count(text));
                var start = Utf16.IndexOf(text, first);
                var end = Utf16.IndexOf(text, last);
                return end - start == text.Length ? target : JqValue.Sound(text[start..end]);
            default:
                throw Element.CannotIndex(target, key);
        }
    }

    public static JqValue Set(JqValue target, JqValue key, JqValue value)
    {
        var (from, to) = Bounds(key, target.Count);
        if (value.Kind != JqKind.Array)
        {
            throw new JqException("A slice of an array can only be assigned another array");
        }

        ReadOnlySpan<JqValue> old = target.IsNull ? [] : target.Span;
        return JqValue.FromOwned([.. old[..from], .. value.Span, .. old[to..]]);
    }

    /// <summary>From and to within the length, from at most to.</summary>
    public static (int From, int To) Bounds(JqValue key, int length)
    {
        if (!key.TryGetMember(Start, out var start) | !key.TryGetMember(End, out var end)
            || start.Kind is not (JqKind.Number or JqKind.Null) || end.Kind is not (JqKind.Number or JqKind.Null))
        {
            throw new JqException("Array/string slice indices must be integers");
        }

        var from = start.IsNull || double.IsNaN(start.Double) ? 0 : Math.Floor(Within(start.Double, length));
        var to = end.IsNull || double.IsNaN(end.Double) ? length : Math.Ceiling(Within(end.Double, length));
        return ((int)from, (int)Math.Max(from, to));
    }

    private static double Within(double index, int length) => Math.Clamp(index < 0 ? index + length : index, 0, length);
}
