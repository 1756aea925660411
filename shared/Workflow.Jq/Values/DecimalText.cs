namespace Workflow.Jq.Values;

/// <summary>A JSON number as exact decimal: digits without leading zeros times a power of ten.</summary>
internal readonly struct DecimalText
{
    private DecimalText(bool negative, string digits, long exponent)
    {
        Negative = negative;
        Digits = digits;
        Exponent = exponent;
    }

    public bool Negative { get; }

    /// <summary>"0" for zero.</summary>
    public string Digits { get; }

    public long Exponent { get; }

    private bool IsZero => Digits.AsSpan().Trim('0').Length == 0;

    /// <summary>The power of ten of the first digit.</summary>
    private long Magnitude => Exponent + Digits.Length - 1;

    public static DecimalText Read(ReadOnlySpan<char> literal)
    {
        var negative = literal[0] == '-';
        var body = literal[0] is '-' or '+' ? literal[1..] : literal;
        var e = body.IndexOfAny('e', 'E');
        var exponent = e < 0 ? 0 : ReadExponent(body[(e + 1)..]);
        var mantissa = e < 0 ? body : body[..e];
        var point = mantissa.IndexOf('.');
        if (point >= 0)
        {
            exponent -= mantissa.Length - point - 1;
        }

        var digits = point < 0 ? mantissa.ToString() : string.Concat(mantissa[..point], mantissa[(point + 1)..]);
        digits = digits.TrimStart('0');
        return new DecimalText(negative, digits.Length == 0 ? "0" : digits, exponent);
    }

    /// <summary>
    /// The number in the form that jq prints: trailing zeros kept, an exponent only where it is far off.
    /// </summary>
    public static string Canonical(string literal)
    {
        var number = Read(literal);
        var sign = number.Negative ? "-" : "";
        var (digits, exponent) = (number.Digits, number.Exponent);
        if (exponent == 0)
        {
            return sign + digits;
        }

        if (exponent < 0 && number.Magnitude >= -6)
        {
            var point = digits.Length + (int)exponent;
            return point > 0
                ? string.Concat(sign, digits.AsSpan(0, point), ".", digits.AsSpan(point))
                : string.Concat(sign, "0.", new string('0', -point), digits);
        }

        var fraction = digits.Length > 1 ? "." + digits[1..] : "";
        var power = number.Magnitude;
        return $"{sign}{digits[0]}{fraction}E{(power < 0 ? "-" : "+")}{Math.Abs(power)}";
    }

    public static int Compare(string left, string right)
    {
        var (a, b) = (Read(left), Read(right));
        if (a.IsZero || b.IsZero || a.Negative != b.Negative)
        {
            return a.Sign().CompareTo(b.Sign());
        }

        var order = a.Magnitude.CompareTo(b.Magnitude);
        if (order == 0)
        {
            order = string.CompareOrdinal(a.Digits.TrimEnd('0'), b.Digits.TrimEnd('0'));
        }

        return Math.Sign(a.Negative ? -order : order);
    }

    private int Sign() => IsZero ? 0 : Negative ? -1 : 1;

    private static long ReadExponent(ReadOnlySpan<char> text)
    {
        var negative = text[0] == '-';
        long value = 0;
        foreach (var c in text[0] is '-' or '+' ? text[1..] : text)
        {
            value = Math.Min((value * 10) + (c - '0'), 1_000_000_000_000);
        }

        return negative ? -value : value;
    }
}
