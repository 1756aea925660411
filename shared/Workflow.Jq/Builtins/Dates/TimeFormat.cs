using System.Globalization;
using System.Text;

namespace Workflow.Jq.Builtins.Dates;

/// <summary>strftime in the C locale and UTC.</summary>
internal static class TimeFormat
{
    public static string Print(BrokenDownTime time, string format)
    {
        var text = new StringBuilder();
        for (var i = 0; i < format.Length; i++)
        {
            if (format[i] != '%' || i + 1 == format.Length)
            {
                text.Append(format[i]);
                continue;
            }

            text.Append(Flagged(time, format, ref i));
        }

        return text.ToString();
    }

    // Flags as in glibc (%-d), modifiers as in POSIX (%Ey); of these only '-' and '^' change anything here.
    private static string Flagged(BrokenDownTime time, string format, ref int at)
    {
        var (unpadded, upper) = (false, false);
        while (++at < format.Length && "-_0^#EO".Contains(format[at]))
        {
            unpadded |= format[at] == '-';
            upper |= format[at] == '^';
        }

        if (at == format.Length)
        {
            return "";
        }

        var field = Field(time, format[at]);
        if (unpadded && field.Length > 1)
        {
            field = field[..^1].TrimStart('0', ' ') + field[^1];
        }

        return upper ? field.ToUpperInvariant() : field;
    }

    private static string Field(BrokenDownTime time, char letter)
    {
        var (isoYear, isoWeek) = Calendar.IsoWeek(time.Year, time.DayOfYear, time.Weekday);
        var hour12 = time.Hours % 12 == 0 ? 12 : time.Hours % 12;
        return letter switch
        {
            'Y' => time.Year.ToString(CultureInfo.InvariantCulture),
            'C' => Two(time.Year / 100),
            'y' => Two(time.Year % 100),
            'm' => Two(time.Month + 1),
            'd' => Two(time.Day),
            'e' => Spaced(time.Day),
            'H' => Two(time.Hours),
            'I' => Two(hour12),
            'k' => Spaced(time.Hours),
            'l' => Spaced(hour12),
            'M' => Two(time.Minutes),
            'S' => Two((int)time.Seconds),
            'j' => (time.DayOfYear + 1).ToString("000", CultureInfo.InvariantCulture),
            'A' => Name(Calendar.Days, time.Weekday, false),
            'a' => Name(Calendar.Days, time.Weekday, true),
            'B' => Name(Calendar.Months, time.Month, false),
            'b' or 'h' => Name(Calendar.Months, time.Month, true),
            'p' => time.Hours < 12 ? "AM" : "PM",
            'P' => time.Hours < 12 ? "am" : "pm",
            'u' => (time.Weekday == 0 ? 7 : time.Weekday).ToString(CultureInfo.InvariantCulture),
            'w' => time.Weekday.ToString(CultureInfo.InvariantCulture),
            'U' => Two((time.DayOfYear + 7 - time.Weekday) / 7),
            'W' => Two((time.DayOfYear + 7 - ((time.Weekday + 6) % 7)) / 7),
            'V' => Two(isoWeek),
            'G' => isoYear.ToString(CultureInfo.InvariantCulture),
            'g' => Two(isoYear % 100),
            'Z' => "UTC",
            'z' => "+0000",
            's' => ((long)time.ToSeconds()).ToString(CultureInfo.InvariantCulture),
            'D' or 'x' => Print(time, "%m/%d/%y"),
            'F' => Print(time, "%Y-%m-%d"),
            'T' or 'X' => Print(time, "%H:%M:%S"),
            'R' => Print(time, "%H:%M"),
            'r' => Print(time, "%I:%M:%S %p"),
            'c' => Print(time, "%a %b %e %H:%M:%S %Y"),
            '+' => Print(time, "%a %b %e %H:%M:%S %Z %Y"),
            'n' => "\n",
            't' => "\t",
            '%' => "%",
            _ => "%" + letter,
        };
    }

    private static string Two(int value) => value.ToString("00", CultureInfo.InvariantCulture);

    private static string Spaced(int value) => value.ToString(CultureInfo.InvariantCulture).PadLeft(2);

    private static string Name(string[] names, int index, bool brief) =>
        index < 0 || index >= names.Length ? "?" : brief ? names[index][..3] : names[index];
}
