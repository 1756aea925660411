namespace Workflow.Jq.Text;

/// <summary>
/// Numbers of few digits without exponent that print as they are written, which nearly all are; read without the work
/// that the others take.
/// </summary>
internal static class PlainNumber
{
    /// <summary>Of so many digits a double holds every number exactly.</summary>
    private const int ExactDigits = 15;

    private static readonly long[] PowersOfTen =
        [.. Enumerable.Range(0, ExactDigits + 1).Select(power => (long)Math.Pow(10, power))];

    /// <summary>Reads the number at the beginning of a text.</summary>
    /// <param name="length">How many bytes it takes.</param>
    /// <returns>False when something else is there, or a number that is not as plain.</returns>
    public static bool TryRead(ReadOnlySpan<byte> text, out JqValue number, out int length)
    {
        var start = text[0] == '-' ? 1 : 0;
        var point = -1;
        long digits = 0;
        for (length = start; length < text.Length && length - start <= ExactDigits + 1; length++)
        {
            var digit = (uint)(text[length] - '0');
            if (digit <= 9)
            {
                digits = (digits * 10) + digit;
            }
            else if (text[length] == '.' && point < 0)
            {
                point = length;
            }
            else
            {
                break;
            }
        }

        var whole = (point < 0 ? length : point) - start;
        var fraction = point < 0 ? 0 : length - point - 1;
        var ends = length == text.Length || " \n\r\t,]}"u8.Contains(text[length]);
        number = JqValue.Null;
        if (!ends || whole == 0 || whole + fraction > ExactDigits
            || !PrintsAlike(text[start..length], whole, fraction))
        {
            return false;
        }

        // Both are exact and so the quotient is the nearest double.
        var value = digits / (double)PowersOfTen[fraction];
        number = JqValue.Number(start == 0 ? value : -value);
        return true;
    }

    private static bool PrintsAlike(ReadOnlySpan<byte> text, int whole, int fraction)
    {
        if (text[0] == '0' && (whole > 1 || text.StartsWith("0.000"u8)))
        {
            return false;
        }

        return fraction > 0 ? text[^1] != '0' : text.Length == whole;
    }
}
