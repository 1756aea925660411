using System.Globalization;

namespace Workflow.Jq.Builtins.Dates;

/// <summary>The Gregorian calendar in days since 1970-01-01, for any year.</summary>
internal static class Calendar
{
    private const int DaysTo1970 = 719_468;

    public static string[] Months { get; } = CultureInfo.InvariantCulture.DateTimeFormat.MonthNames[..12];

    public static string[] Days { get; } = CultureInfo.InvariantCulture.DateTimeFormat.DayNames;

    // Years begin in March here, so that the leap day is the last day of a year.
    public static long ToDays(int year, int month, int day)
    {
        var y = month <= 2 ? year - 1L : year;
        var era = (y >= 0 ? y : y - 399) / 400;
        var yearOfEra = y - (era * 400);
        var dayOfYear = (((153 * (month + (month > 2 ? -3 : 9))) + 2) / 5) + day - 1;
        var dayOfEra = (yearOfEra * 365) + (yearOfEra / 4) - (yearOfEra / 100) + dayOfYear;
        return (era * 146_097) + dayOfEra - DaysTo1970;
    }

    public static (int Year, int Month, int Day) FromDays(long days)
    {
        var shifted = days + DaysTo1970;
        var era = (shifted >= 0 ? shifted : shifted - 146_096) / 146_097;
        var dayOfEra = shifted - (era * 146_097);
        var yearOfEra = (dayOfEra - (dayOfEra / 1460) + (dayOfEra / 36_524) - (dayOfEra / 146_096)) / 365;
        var dayOfYear = dayOfEra - ((365 * yearOfEra) + (yearOfEra / 4) - (yearOfEra / 100));
        var month = ((5 * dayOfYear) + 2) / 153;
        var day = dayOfYear - (((153 * month) + 2) / 5) + 1;
        month += month < 10 ? 3 : -9;
        return ((int)(yearOfEra + (era * 400) + (month <= 2 ? 1 : 0)), (int)month, (int)day);
    }

    /// <summary>0 for Sunday.</summary>
    public static int Weekday(long days) => (int)((((days + 4) % 7) + 7) % 7);

    /// <summary>ISO 8601 week and the year it belongs to.</summary>
    public static (int Year, int Week) IsoWeek(int year, int dayOfYear, int weekday)
    {
        var fromMonday = (weekday + 6) % 7;
        var week = (dayOfYear - fromMonday + 10) / 7;
        if (week < 1)
        {
            return (year - 1, WeeksIn(year - 1));
        }

        return week > WeeksIn(year) ? (year + 1, 1) : (year, week);
    }

    private static int WeeksIn(int year)
    {
        var lastWeekday = Weekday(ToDays(year, 12, 31));
        return lastWeekday == 4 || Weekday(ToDays(year, 1, 1)) == 4 ? 53 : 52;
    }
}
