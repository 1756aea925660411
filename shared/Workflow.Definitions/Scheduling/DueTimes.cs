namespace Workflow.Definitions.Scheduling;

/// <summary>Moments in order, in whole milliseconds.</summary>
internal interface IDueTimes
{
    /// <summary>The first one after the given moment; null when there is none.</summary>
    DateTimeOffset? After(DateTimeOffset moment);
}

/// <summary>Just one moment.</summary>
internal sealed record OneTime(DateTimeOffset At) : IDueTimes
{
    public DateTimeOffset? After(DateTimeOffset moment) => At > moment ? At : null;
}

/// <summary>Never: events decide.</summary>
internal sealed record NoTimes : IDueTimes
{
    public DateTimeOffset? After(DateTimeOffset moment) => null;
}

/// <summary>The anchor, and again after every so long.</summary>
internal sealed record IntervalTimes(DateTimeOffset Anchor, TimeSpan Every) : IDueTimes
{
    public DateTimeOffset? After(DateTimeOffset moment)
    {
        if (moment < Anchor)
        {
            return Anchor;
        }

        var passed = ((moment - Anchor).Ticks / Every.Ticks) + 1;
        var left = (DateTimeOffset.MaxValue - Anchor).Ticks / Every.Ticks;
        return passed > left ? null : Anchor + TimeSpan.FromTicks(passed * Every.Ticks);
    }
}

/// <summary>When the clocks of a zone show what a cron expression says.</summary>
/// <remarks>An expression that names its times one by one is due once for each: when the clocks skip one, as soon as
/// they have; when they show one twice, the first time. Any other is due whenever the clocks show a time of it, so
/// twice in an hour that comes twice, and not for one that is left out.</remarks>
internal sealed record CronTimes(CronExpression Expression, ZoneClock Clock) : IDueTimes
{
    private static readonly TimeSpan Second = TimeSpan.FromSeconds(1);

    // Some days away from the first and the last that a date can hold in any zone.
    private static readonly DateTimeOffset Earliest = new(2, 1, 1, 0, 0, 0, TimeSpan.Zero);
    private static readonly DateTimeOffset Latest = new(9_800, 1, 1, 0, 0, 0, TimeSpan.Zero);

    public DateTimeOffset? After(DateTimeOffset moment)
    {
        var whole = moment < Earliest ? Earliest : DateTimeOffset.FromUnixTimeSeconds(moment.ToUnixTimeSeconds());
        return whole > Latest ? null : Expression.IsFixed ? FixedAfter(whole) : IntervalAfter(whole);
    }

    private DateTimeOffset? FixedAfter(DateTimeOffset moment)
    {
        var wall = Expression.From(Clock.WallAt(moment) + Second);
        while (wall is { } found)
        {
            var due = Clock.FirstAt(found);
            if (due > moment)
            {
                return due;
            }

            wall = Expression.From(found + Second);
        }

        return null;
    }

    private DateTimeOffset? IntervalAfter(DateTimeOffset moment)
    {
        for (var from = moment + Second; ;)
        {
            if (Expression.From(Clock.WallAt(from)) is not { } wall)
            {
                return null;
            }

            // As it would be if the clocks were not changed before.
            var due = new DateTimeOffset(wall, TimeSpan.Zero) - Clock.OffsetAt(from);
            if (Clock.ChangeAfter(from, due) is not { } change)
            {
                return due;
            }

            from = change;
        }
    }
}
