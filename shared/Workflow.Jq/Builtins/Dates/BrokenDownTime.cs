
namespace Workflow.Jq.Builtins.Dates;

/// <summary>
/// A time as jq's array of eight numbers: year, month from 0, day, hours, minutes, seconds, weekday, day of year.
/// </summary>
internal readonly record struct BrokenDownTime(
    int Year, int Month, int Day, int Hours, int Minutes, double Seconds, int Weekday, int DayOfYear)
{
    private const double EarliestSecond = -62_167_219_200;
    private const double LatestSecond = 253_402_300_799;

    /// <summary>From seconds since 1970 in UTC, fractions kept.</summary>
    public static BrokenDownTime FromSeconds(double seconds, string builtin)
    {
        if (double.IsNaN(seconds) || seconds is < EarliestSecond or >= LatestSecond + 1)
        {
            throw new JqException($"{builtin} supports only years 0 to 9999");
        }

        var whole = Math.Floor(seconds);
        var (day, rest) = Math.DivRem((long)whole, 86_400);
        (day, rest) = rest < 0 ? (day - 1, rest + 86_400) : (day, rest);
        var (year, month, date) = Calendar.FromDays(day);
        return new BrokenDownTime(
            year, month - 1, date, (int)(rest / 3600), (int)(rest / 60 % 60), (rest % 60) + (seconds - whole),
            Calendar.Weekday(day), (int)(day - Calendar.ToDays(year, 1, 1)));
    }

    /// <summary>From the array; missing elements are zero, and a missing day is the first.</summary>
    public static BrokenDownTime FromValue(JqValue value, string builtin)
    {
        var parts = new double[8];
        parts[2] = 1;
        for (var i = 0; i < Math.Min(parts.Length, value.Count); i++)
        {
            parts[i] = value.Kind == JqKind.Array && value.Span[i].AsNumber is { } number && Math.Abs(number) < 1e9
                ? number : throw new JqException($"{builtin} requires parsed datetime inputs");
        }

        if (value.Kind != JqKind.Array || value.Count == 0)
        {
            throw new JqException($"{builtin} requires parsed datetime inputs");
        }

        return new BrokenDownTime(
            (int)parts[0], (int)parts[1], (int)parts[2], (int)parts[3], (int)parts[4], parts[5], (int)parts[6],
            (int)parts[7]);
    }

    /// <summary>Whole seconds since 1970 in UTC; months, days and the rest may overflow into each other.</summary>
    public double ToSeconds()
    {
        var years = Year + (int)Math.Floor(Month / 12.0);
        var days = Calendar.ToDays(years, (((Month % 12) + 12) % 12) + 1, 1) + Day - 1;
        return (days * 86_400.0) + (Hours * 3600.0) + (Minutes * 60.0) + Math.Floor(Seconds);
    }

    /// <summary>The same time with weekday and day of year set from the date.</summary>
    public BrokenDownTime WithCalendarDays()
    {
        var days = Calendar.ToDays(Year, Month + 1, Day);
        return this with
        {
            Weekday = Calendar.Weekday(days),
            DayOfYear = (int)(days - Calendar.ToDays(Year, 1, 1)),
        };
    }

    public JqValue ToValue() => JqValue.Array(
        new[] { Year, Month, Day, Hours, Minutes, Seconds, Weekday, DayOfYear }.Select(JqValue.Number));
}
