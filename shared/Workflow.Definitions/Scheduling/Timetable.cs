namespace Workflow.Definitions.Scheduling;

/// <summary>The due times of a schedule, in order and in whole milliseconds.</summary>
public sealed class Timetable
{
    private const string KindsExpected = "one of cron, every and at";
    private const int GapsChecked = 100;

    private readonly IDueTimes _times;
    private readonly DateTimeOffset? _startAt;
    private readonly DateTimeOffset? _endAt;

    private Timetable(IDueTimes times, ScheduleSpec spec) => (_times, _startAt, _endAt, PauseBetween, Zone) = (
        times, spec.StartAt, spec.EndAt,
        spec.AfterMs is { } after ? TimeSpan.FromMilliseconds(after) : null,
        spec.Cron is not null && ZoneClock.TryFind(spec.TimeZone ?? "UTC", out var zone) ? zone : null);

    /// <summary>For a schedule that is due so long after the end of its last run; its times are those of its first
    /// run.</summary>
    public TimeSpan? PauseBetween { get; }

    /// <summary>The zone that its cron expression is about; null for UTC.</summary>
    public ZoneClock? Zone { get; }

    /// <param name="least">Due times must not be closer to each other.</param>
    /// <returns>Null with a fault.</returns>
    public static Timetable? Read(ScheduleSpec spec, TimeSpan least, out SpecFault? fault)
    {
        fault = KindFault(spec) ?? BoundsFault(spec);
        if (fault is not null)
        {
            return null;
        }

        IDueTimes? times = spec.Cron is not null ? OfCron(spec, least, out fault)
            : spec.EveryMs is { } every ? OfInterval(spec, every, least, out fault)
            : spec.On is not null ? new NoTimes()
            : new OneTime(Whole(spec.At ?? spec.StartAt ?? DateTimeOffset.MinValue));
        if (spec.AfterMs < least.TotalMilliseconds)
        {
            fault = TooClose("after", least);
        }

        return fault is null ? new Timetable(times!, spec) : null;
    }

    /// <summary>The first due time after the given moment; null when there is none.</summary>
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        var from = _startAt is { } start && moment < start ? start.AddTicks(-1) : moment;
        return _times.After(from) is { } due && !(due > _endAt) ? due : null;
    }

    /// <summary>The next due times.</summary>
    public List<DateTimeOffset> Next(DateTimeOffset moment, int count)
    {
        var found = new List<DateTimeOffset>();
        for (var due = After(moment); due is { } one && found.Count < count; due = After(one))
        {
            found.Add(one);
        }

        return found;
    }

    /// <summary>Passes over due times that are too old.</summary>
    /// <param name="due">The first of them.</param>
    /// <param name="horizon">Older ones are passed over.</param>
    /// <param name="countMax">Beyond it they are no longer counted.</param>
    /// <returns>How many there were, the last one counted, and the first that is left.</returns>
    public (int Count, DateTimeOffset Last, DateTimeOffset? Next) PassOver(
        DateTimeOffset due, DateTimeOffset horizon, int countMax)
    {
        var (count, last, next) = (1, due, After(due));
        while (next is { } one && one < horizon)
        {
            if (count == countMax)
            {
                next = After(horizon.AddTicks(-1));
                break;
            }

            (count, last, next) = (count + 1, one, After(one));
        }

        return (count, last, next);
    }

    private static SpecFault? KindFault(ScheduleSpec spec)
    {
        object?[] kinds = [spec.Cron, spec.EveryMs, spec.At, spec.AfterMs, spec.On];
        return kinds.Count(kind => kind is not null) switch
        {
            0 => new SpecFault("cron", "It does not say when it is due.", KindsExpected),
            > 1 => new SpecFault("cron", "It says in several ways when it is due.", KindsExpected),
            _ when spec.TimeZone is not null && spec.Cron is null =>
                new SpecFault("time_zone", "Only cron expressions have a time zone.", "no time_zone here"),
            _ => null,
        };
    }

    private static SpecFault? BoundsFault(ScheduleSpec spec) =>
        spec.At is not null && (spec.StartAt ?? spec.EndAt) is not null
            ? new SpecFault(spec.StartAt is null ? "end_at" : "start_at", "There is just one due time.", "at alone")
        : spec.EndAt <= spec.StartAt
            ? new SpecFault("end_at", "It ends before it starts.", "a time after start_at")
        : null;

    private static CronTimes? OfCron(ScheduleSpec spec, TimeSpan least, out SpecFault? fault)
    {
        if (!ZoneClock.TryFind(spec.TimeZone ?? "UTC", out var clock))
        {
            fault = new SpecFault(
                "time_zone", $"'{spec.TimeZone}' is not known here.",
                "a name of the IANA time zone database such as Europe/Berlin");
            return null;
        }

        if (!CronExpression.TryParse(spec.Cron!, out var expression, out var wrong))
        {
            fault = new SpecFault("cron", wrong, "an expression such as 0 3 * * MON-FRI, or a word such as @daily");
            return null;
        }

        var times = new CronTimes(expression, clock);
        var from = spec.StartAt ?? DateTimeOffset.UnixEpoch;
        fault = times.After(from) is not { } first
            ? new SpecFault("cron", $"'{spec.Cron}' is never due.", "an expression with days that there are")
            : IsTooClose(times, first, least) ? TooClose("cron", least) : null;
        return times;
    }

    private static IntervalTimes? OfInterval(ScheduleSpec spec, long every, TimeSpan least, out SpecFault? fault)
    {
        fault = every < least.TotalMilliseconds ? TooClose("every", least) : null;
        return fault is null
            ? new IntervalTimes(
                Whole(spec.Anchor ?? spec.StartAt ?? DateTimeOffset.UnixEpoch), TimeSpan.FromMilliseconds(every))
            : null;
    }

    private static bool IsTooClose(CronTimes times, DateTimeOffset first, TimeSpan least)
    {
        var last = first;
        for (var i = 0; i < GapsChecked && times.After(last) is { } next; i++)
        {
            if (next - last < least)
            {
                return true;
            }

            last = next;
        }

        return false;
    }

    private static SpecFault TooClose(string member, TimeSpan least) => new(
        member, $"It is due more often than every {least.TotalSeconds} s.",
        $"at least {least.TotalSeconds} s from one due time to the next, or a lower WORKFLOW_SCHEDULE_INTERVAL_MIN_MS");

    private static DateTimeOffset Whole(DateTimeOffset moment) =>
        DateTimeOffset.FromUnixTimeMilliseconds(moment.ToUnixTimeMilliseconds());
}
