using System.Diagnostics.CodeAnalysis;

namespace Workflow.Definitions.Scheduling;

/// <summary>A cron expression of five fields, or of six with seconds in front; or a word such as
/// <c>@daily</c>.</summary>
public sealed class CronExpression
{
    private const int LengthMax = 200;

    private static readonly Dictionary<string, string> Words = new(StringComparer.OrdinalIgnoreCase)
    {
        ["@yearly"] = "0 0 1 1 *",
        ["@annually"] = "0 0 1 1 *",
        ["@monthly"] = "0 0 1 * *",
        ["@weekly"] = "0 0 * * 0",
        ["@daily"] = "0 0 * * *",
        ["@midnight"] = "0 0 * * *",
        ["@hourly"] = "0 * * * *",
    };

    private readonly CronSet _seconds;
    private readonly CronSet _minutes;
    private readonly CronSet _hours;
    private readonly CronDays _days;

    private CronExpression(CronSet seconds, CronSet minutes, CronSet hours, CronDays days) =>
        (_seconds, _minutes, _hours, _days) = (seconds, minutes, hours, days);

    /// <summary>Whether it names its times of day one by one, rather than with <c>*</c>, <c>-</c> or <c>/</c>: then
    /// each stands for one moment of its day, however the clocks are changed.</summary>
    public bool IsFixed => !_seconds.IsInterval && !_minutes.IsInterval && !_hours.IsInterval;

    public static bool TryParse(
        string text, [NotNullWhen(true)] out CronExpression? expression, [NotNullWhen(false)] out string? fault)
    {
        expression = null;
        var given = text.Trim();
        if (given.StartsWith('@') && !Words.TryGetValue(given, out given!))
        {
            fault = $"'{text.Trim()}' is not known; known are {string.Join(", ", Words.Keys)}.";
            return false;
        }

        var fields = given.ToUpperInvariant().Split([' ', '\t'], StringSplitOptions.RemoveEmptyEntries);
        if (given.Length > LengthMax || fields.Length is not (5 or 6))
        {
            fault = given.Length > LengthMax
                ? $"It is longer than {LengthMax} characters."
                : $"It has {fields.Length} fields, not 5 (minute, hour, day of the month, month, day of the week) "
                    + "or 6 (with the second in front).";
            return false;
        }

        var at = fields.Length - 5;
        if (CronField.Second.Read(at == 1 ? fields[0] : "0", null, out fault) is { } seconds
            && CronField.Minute.Read(fields[at], null, out fault) is { } minutes
            && CronField.Hour.Read(fields[at + 1], null, out fault) is { } hours
            && CronDays.Read(fields[at + 2], fields[at + 3], fields[at + 4], out fault) is { } days)
        {
            expression = new CronExpression(seconds, minutes, hours, days);
            return true;
        }

        fault ??= "It cannot be read.";
        return false;
    }

    /// <summary>The first time of a clock on the wall that is not before the given one.</summary>
    /// <param name="wall">In whole seconds.</param>
    /// <returns>Null when there is none within 100 years.</returns>
    internal DateTime? From(DateTime wall)
    {
        var today = DateOnly.FromDateTime(wall);
        if (_days.From(today) is not { } day)
        {
            return null;
        }

        var time = day == today ? TimeFrom(wall.Hour, wall.Minute, wall.Second) : TimeFrom(0, 0, 0);
        if (time is { } found)
        {
            return day.ToDateTime(found);
        }

        return _days.From(day.AddDays(1)) is { } next ? next.ToDateTime(TimeFrom(0, 0, 0)!.Value) : null;
    }

    private TimeOnly? TimeFrom(int hour, int minute, int second)
    {
        for (var h = _hours.From(hour); h is not null; h = _hours.From(h.Value + 1))
        {
            for (var m = _minutes.From(h == hour ? minute : 0); m is not null; m = _minutes.From(m.Value + 1))
            {
                if (_seconds.From(h == hour && m == minute ? second : 0) is { } s)
                {
                    return new TimeOnly(h.Value, m.Value, s);
                }
            }
        }

        return null;
    }
}
