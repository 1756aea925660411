namespace Workflow.Definitions.Scheduling;

/// <summary>The days of a cron expression: months, days of the month and of the week.</summary>
/// <remarks>When both kinds of days are narrowed, one of them is enough, as in crontab(5).</remarks>
internal sealed class CronDays
{
    private const int YearsMax = 100;

    private readonly List<(int FromEnd, bool IsWeekday)> _fromEnd = [];
    private readonly List<int> _nearWeekday = [];
    private readonly List<(DayOfWeek Day, int Number)> _numbered = [];
    private CronSet _days;
    private CronSet _months;
    private CronSet _weekdays;

    private CronDays()
    {
    }

    public static CronDays? Read(string days, string months, string weekdays, out string? fault)
    {
        var read = new CronDays();
        if (CronField.DayOfMonth.Read(days, read.TakeDay, out fault) is not { } dayBits
            || CronField.Month.Read(months, null, out fault) is not { } monthBits
            || CronField.DayOfWeek.Read(weekdays, read.TakeWeekday, out fault) is not { } weekdayBits)
        {
            return null;
        }

        (read._days, read._months, read._weekdays) = (dayBits, monthBits, weekdayBits);
        return read;
    }

    /// <summary>The first of the days that is not before the given one; null when there is none in 100 years.</summary>
    public DateOnly? From(DateOnly first)
    {
        var yearMax = Math.Min(first.Year + YearsMax, DateOnly.MaxValue.Year - 1);
        var day = first;
        while (day.Year <= yearMax)
        {
            if (!_months.Has(day.Month))
            {
                day = new DateOnly(day.Year, day.Month, 1).AddMonths(1);
            }
            else if (Has(day))
            {
                return day;
            }
            else
            {
                day = day.AddDays(1);
            }
        }

        return null;
    }

    private bool Has(DateOnly day)
    {
        var isDay = _days.Has(day.Day) || HasFromEnd(day) || _nearWeekday.Exists(wanted => IsNearest(day, wanted));
        var isWeekday = _weekdays.Has((int)day.DayOfWeek) || _numbered.Exists(one => IsNumbered(day, one));
        return _days.IsOpen || _weekdays.IsOpen ? isDay && isWeekday : isDay || isWeekday;
    }

    /// <summary><c>L</c> is the last day, <c>L-2</c> two days before it, <c>LW</c> the last weekday, <c>15W</c> the
    /// weekday nearest to the 15th within the month.</summary>
    private bool TakeDay(string part)
    {
        if (part is "L" or "LW")
        {
            _fromEnd.Add((0, part == "LW"));
            return true;
        }

        if (part.StartsWith("L-", StringComparison.Ordinal)
            && CronField.DayOfMonth.ReadValue(part[2..]) is { } before and <= 30)
        {
            _fromEnd.Add((before, false));
            return true;
        }

        if (part.EndsWith('W') && CronField.DayOfMonth.ReadValue(part[..^1]) is { } day)
        {
            _nearWeekday.Add(day);
            return true;
        }

        return false;
    }

    /// <summary><c>5L</c> or <c>FRIL</c> is the last Friday of the month, <c>MON#2</c> the second Monday.</summary>
    private bool TakeWeekday(string part)
    {
        var hash = part.IndexOf('#', StringComparison.Ordinal);
        var number = hash >= 0 && part.Length == hash + 2 && part[^1] is >= '1' and <= '5' ? part[^1] - '0' : 0;
        var name = number > 0 ? part[..hash] : part.EndsWith('L') ? part[..^1] : "";
        if (CronField.DayOfWeek.ReadValue(name) is not { } day)
        {
            return false;
        }

        _numbered.Add(((DayOfWeek)(day % 7), number));
        return true;
    }

    private bool HasFromEnd(DateOnly day)
    {
        var last = DateTime.DaysInMonth(day.Year, day.Month);
        return _fromEnd.Exists(one => one.IsWeekday ? IsNearest(day, last) : day.Day == last - one.FromEnd);
    }

    private static bool IsNearest(DateOnly day, int wanted)
    {
        var last = DateTime.DaysInMonth(day.Year, day.Month);
        if (wanted > last)
        {
            return false;
        }

        var shift = new DateOnly(day.Year, day.Month, wanted).DayOfWeek switch
        {
            DayOfWeek.Saturday => wanted == 1 ? 2 : -1,
            DayOfWeek.Sunday => wanted == last ? -2 : 1,
            _ => 0,
        };
        return day.Day == wanted + shift;
    }

    private static bool IsNumbered(DateOnly day, (DayOfWeek Day, int Number) wanted) => day.DayOfWeek == wanted.Day
        && (wanted.Number == 0
            ? day.Day + 7 > DateTime.DaysInMonth(day.Year, day.Month)
            : (day.Day + 6) / 7 == wanted.Number);
}
