using System.Globalization;
using System.Text;
using Workflow.Jq.Values;

namespace Workflow.Jq.Text;

/// <summary>Numbers to text and back as jq 1.7 does it.</summary>
internal static class NumberText
{
    /// <summary>The longest literal whose digits a double holds exactly enough to print them again.</summary>
    private const int ExactDigits = 15;

    /// <summary>
    /// As it was written, else the shortest digits that read back as the same double; NaN as null, infinities as the
    /// largest double.
    /// </summary>
    public static string Print(JqValue number)
    {
        if (number.Literal is { } literal)
        {
            return DecimalText.Canonical(literal);
        }

        var value = number.Double;
        if (double.IsNaN(value))
        {
            return "null";
        }

        if (value == 0)
        {
            return double.IsNegative(value) ? "-0" : "0";
        }

        var bounded = Math.Clamp(value, double.MinValue, double.MaxValue);
        return Layout(DecimalText.Read(bounded.ToString("R", CultureInfo.InvariantCulture)));
    }

    /// <summary>Prints a number that needs no exponent and has no text of its own, as nearly all.</summary>
    /// <param name="text">At least 32 bytes.</param>
    public static bool TryPrintPlain(JqValue number, Span<byte> text, out int length)
    {
        length = 0;
        var value = number.Double;
        if (number.Literal is not null || !(Math.Abs(value) < 1e15) || (value == 0 && double.IsNegative(value)))
        {
            return false;
        }

        return value == Math.Floor(value)
            ? ((long)value).TryFormat(text, out length, default, CultureInfo.InvariantCulture)
            : value.TryFormat(text, out length, "R", CultureInfo.InvariantCulture)
                && !text[..length].Contains((byte)'E');
    }

    /// <summary>
    /// Reads a literal that is known to be well formed; its text is kept where the double would print otherwise.
    /// </summary>
    public static JqValue Read(ReadOnlySpan<char> literal)
    {
        if (literal.Length <= ExactDigits && literal[0] is > '0' and <= '9' && TryWhole(literal, out var whole))
        {
            return JqValue.Number(whole);
        }

        var value = double.Parse(literal, NumberStyles.Float, CultureInfo.InvariantCulture);
        return PrintsAlike(literal) ? JqValue.Number(value) : JqValue.NumberLiteral(value, literal.ToString());
    }

    /// <summary>
    /// Reads a number; a plus sign, leading zeros and a missing digit beside the point only when lenient.
    /// </summary>
    public static bool TryRead(ReadOnlySpan<char> text, bool lenient, out JqValue number)
    {
        number = JqValue.Null;
        var rest = text.StartsWith("-") || (lenient && text.StartsWith("+")) ? text[1..] : text;
        var whole = TakeDigits(ref rest);
        var fraction = -1;
        if (rest.StartsWith("."))
        {
            rest = rest[1..];
            fraction = TakeDigits(ref rest);
        }

        var bare = lenient ? whole + Math.Max(fraction, 0) == 0 : whole == 0 || fraction == 0;
        if (bare || (!lenient && whole > 1 && text[text[0] == '-' ? 1 : 0] == '0') || !TakeExponent(ref rest))
        {
            return false;
        }

        if (rest.Length == 0)
        {
            number = Read(text[0] == '+' ? text[1..] : text);
        }

        return rest.Length == 0;
    }

    private static bool TryWhole(ReadOnlySpan<char> digits, out double value)
    {
        long whole = 0;
        foreach (var digit in digits)
        {
            if (!char.IsAsciiDigit(digit))
            {
                value = 0;
                return false;
            }

            whole = (whole * 10) + (digit - '0');
        }

        value = whole;
        return true;
    }

    private static bool TakeExponent(ref ReadOnlySpan<char> rest)
    {
        if (rest.Length == 0 || rest[0] is not ('e' or 'E'))
        {
            return true;
        }

        rest = rest.Length > 1 && (rest[1] is '+' or '-') ? rest[2..] : rest[1..];
        return TakeDigits(ref rest) > 0;
    }

    private static int TakeDigits(ref ReadOnlySpan<char> rest)
    {
        var end = rest.IndexOfAnyExceptInRange('0', '9');
        var count = end < 0 ? rest.Length : end;
        rest = rest[count..];
        return count;
    }

    // Plain decimals of few digits; anything doubtful keeps its text, which costs memory but is never wrong.
    private static bool PrintsAlike(ReadOnlySpan<char> literal)
    {
        var body = literal[0] == '-' ? literal[1..] : literal;
        var point = body.IndexOf('.');
        if (body.Length > ExactDigits + (point < 0 ? 0 : 1) || body.IndexOfAny('e', 'E', '+') >= 0)
        {
            return false;
        }

        var leadingZero = body.Length > 1 && body[0] == '0' && body[1] != '.';
        return !leadingZero && (point < 0 || (point > 0 && body[^1] is not ('0' or '.') && !body.StartsWith("0.000")));
    }

    private static string Layout(DecimalText number)
    {
        var digits = number.Digits.TrimEnd('0');
        var point = number.Digits.Length + (int)number.Exponent;
        var text = new StringBuilder(digits.Length + 8);
        if (number.Negative)
        {
            text.Append('-');
        }

        if (point <= -4 || point > digits.Length + 15)
        {
            text.Append(digits[0]);
            if (digits.Length > 1)
            {
                text.Append('.').Append(digits, 1, digits.Length - 1);
            }

            text.Append(point > 0 ? "e+" : "e-");
            return text.Append(Math.Abs(point - 1).ToString("00", CultureInfo.InvariantCulture)).ToString();
        }

        if (point <= 0)
        {
            return text.Append("0.").Append('0', -point).Append(digits).ToString();
        }

        return point >= digits.Length
            ? text.Append(digits).Append('0', point - digits.Length).ToString()
            : text.Append(digits, 0, point).Append('.').Append(digits, point, digits.Length - point).ToString();
    }
}
