namespace Workflow.Jq.Values;

/// <summary>jq's equality, order and the hash that goes with them.</summary>
internal static class JqOrder
{
    /// <summary>Deeper values are not compared.</summary>
    private const int DeepestComparison = 10_001;

    private const int ShallowDepth = 200;

    public static bool AreEqual(JqValue left, JqValue right)
    {
        var depth = Math.Min(left.Depth, right.Depth);
        return depth < ShallowDepth ? Equal(left, right) : AreEqualDeep(left, right, depth);
    }

    public static int Compare(JqValue left, JqValue right)
    {
        var depth = Math.Min(left.Depth, right.Depth);
        return depth < ShallowDepth ? Order(left, right) : CompareDeep(left, right, depth);
    }

    public static int Hash(JqValue value) => Hash(value, 3);

    /// <summary>NaN is less than any number, and for sorting equal to itself.</summary>
    public static int CompareNumbers(JqValue left, JqValue right)
    {
        if (left.Literal is { } a && right.Literal is { } b)
        {
            return DecimalText.Compare(a, b);
        }

        return left.Double < right.Double ? -1 : left.Double == right.Double ? 0 : left.Double.CompareTo(right.Double);
    }

    private static bool AreEqualDeep(JqValue left, JqValue right, int depth) =>
        depth > DeepestComparison && left.Kind == right.Kind
            ? throw new JqException("Equality check too deep")
            : DeepCall.Run(depth, () => Equal(left, right));

    private static int CompareDeep(JqValue left, JqValue right, int depth) =>
        depth > DeepestComparison && left.Kind == right.Kind
            ? throw new JqException("Comparison too deep")
            : DeepCall.Run(depth, () => Order(left, right));

    private static bool Equal(JqValue left, JqValue right)
    {
        if (left.Kind != right.Kind)
        {
            return false;
        }

        switch (left.Kind)
        {
            case JqKind.Null:
                return true;
            case JqKind.Boolean:
                return left.Double == right.Double;
            case JqKind.Number:
                return CompareNumbers(left, right) == 0 && !double.IsNaN(left.Double);
            case JqKind.String:
                return left.Chars == right.Chars;
            case JqKind.Array:
                return EqualItems(left, right);
            default:
                return EqualMembers(left, right);
        }
    }

    private static bool EqualItems(JqValue left, JqValue right)
    {
        var a = left.Span;
        var b = right.Span;
        if (a.Length != b.Length)
        {
            return false;
        }

        for (var i = 0; i < a.Length; i++)
        {
            if (!Equal(a[i], b[i]))
            {
                return false;
            }
        }

        return true;
    }

    private static bool EqualMembers(JqValue left, JqValue right)
    {
        var (a, b) = (left.Object_, right.Object_);
        if (a.Count != b.Count)
        {
            return false;
        }

        for (var i = 0; i < a.Count; i++)
        {
            var at = ReferenceEquals(a.Keys[i], b.Keys[i]) ? i : b.Find(a.Keys[i]);
            if (at < 0 || !Equal(a.Values[i], b.Values[at]))
            {
                return false;
            }
        }

        return true;
    }

    private static int Order(JqValue left, JqValue right)
    {
        if (ReferenceEquals(left, right))
        {
            return 0;
        }

        if (left.Kind != right.Kind)
        {
            return left.Kind.CompareTo(right.Kind);
        }

        switch (left.Kind)
        {
            case JqKind.Null:
                return 0;
            case JqKind.Boolean:
                return left.Double.CompareTo(right.Double);
            case JqKind.Number:
                return CompareNumbers(left, right);
            case JqKind.String:
                return Utf16.Compare(left.Chars, right.Chars);
            case JqKind.Array:
                return OrderItems(left, right);
            default:
                return OrderMembers(left.Object_, right.Object_);
        }
    }

    private static int OrderItems(JqValue left, JqValue right)
    {
        var a = left.Span;
        var b = right.Span;
        for (var i = 0; i < a.Length && i < b.Length; i++)
        {
            var order = Order(a[i], b[i]);
            if (order != 0)
            {
                return order;
            }
        }

        return a.Length.CompareTo(b.Length);
    }

    // first the sets of keys as sorted arrays, then the values key by key
    private static int OrderMembers(ObjectMembers left, ObjectMembers right)
    {
        var a = left.Sorted;
        var b = right.Sorted;
        for (var i = 0; left.Names != right.Names && i < a.Length && i < b.Length; i++)
        {
            var order = Utf16.Compare(left.Keys[a[i]], right.Keys[b[i]]);
            if (order != 0)
            {
                return order;
            }
        }

        if (a.Length != b.Length)
        {
            return a.Length.CompareTo(b.Length);
        }

        for (var i = 0; i < a.Length; i++)
        {
            var order = Order(left.Values[a[i]], right.Values[b[i]]);
            if (order != 0)
            {
                return order;
            }
        }

        return 0;
    }

    // A few items to a few levels are enough to tell values apart, and cost the same for any size.
    private static int Hash(JqValue value, int levels)
    {
        switch (value.Kind)
        {
            case JqKind.Number:
                return value.Double == 0 ? 3 : value.Double.GetHashCode();
            case JqKind.String:
                return value.Chars.GetHashCode(StringComparison.Ordinal);
            case JqKind.Array:
                var hash = value.Count;
                for (var i = 0; levels > 0 && i < Math.Min(8, value.Count); i++)
                {
                    hash = HashCode.Combine(hash, Hash(value.Span[i], levels - 1));
                }

                return hash;
            case JqKind.Object:
                var sum = value.Count;
                for (var i = 0; levels > 0 && value.Count <= 8 && i < value.Count; i++)
                {
                    sum += HashCode.Combine(
                        value.Object_.Keys[i].GetHashCode(StringComparison.Ordinal),
                        Hash(value.Object_.Values[i], levels - 1));
                }

                return sum;
            default:
                return value.IsTruthy ? 1 : (int)value.Kind << 4;
        }
    }
}
