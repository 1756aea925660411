using System.Diagnostics.CodeAnalysis;
using System.Text.RegularExpressions;

namespace Workflow.Definitions.Scheduling;

/// <summary>The clocks on the walls of a time zone, with the hours that they skip and repeat.</summary>
public sealed partial class ZoneClock
{
    /// <summary>No change of clocks is larger.</summary>
    private static readonly TimeSpan ShiftMax = TimeSpan.FromHours(26);

    private readonly TimeZoneInfo _zone;

    private ZoneClock(TimeZoneInfo zone) => _zone = zone;

    /// <param name="name">Of the IANA database, such as <c>Europe/Berlin</c>.</param>
    public static bool TryFind(string name, [NotNullWhen(true)] out ZoneClock? clock)
    {
        clock = Form().IsMatch(name) && name != "localtime"
            && TimeZoneInfo.TryFindSystemTimeZoneById(name, out var zone) ? new ZoneClock(zone) : null;
        return clock is not null;
    }

    public TimeSpan OffsetAt(DateTimeOffset moment) => _zone.GetUtcOffset(moment);

    /// <summary>What the clocks show then.</summary>
    public DateTime WallAt(DateTimeOffset moment) => moment.ToOffset(OffsetAt(moment)).DateTime;

    /// <summary>When the clocks first show it; for a time that they skip, when they have done so.</summary>
    public DateTimeOffset FirstAt(DateTime wall)
    {
        var (before, after) = (Utc(wall) - ShiftMax, Utc(wall) + ShiftMax);
        var early = Utc(wall) - OffsetAt(before);
        var late = Utc(wall) - OffsetAt(after);
        var (first, second) = early < late ? (early, late) : (late, early);
        return WallAt(first) == wall ? first
            : WallAt(second) == wall ? second
            : Change(before, after, moment => WallAt(moment) >= wall);
    }

    /// <summary>The first moment after the given one at which the offset is another, if it is one of the next hours or
    /// lies before <paramref name="until"/>.</summary>
    public DateTimeOffset? ChangeAfter(DateTimeOffset moment, DateTimeOffset until)
    {
        var offset = OffsetAt(moment);
        var soon = moment + ShiftMax < until ? moment + ShiftMax : until;
        var end = OffsetAt(soon) != offset ? soon : until;
        return OffsetAt(end) == offset ? null : Change(moment, end, one => OffsetAt(one) != offset);
    }

    private static DateTimeOffset Utc(DateTime wall) => new(wall, TimeSpan.Zero);

    /// <summary>The first whole second at which it is so; not yet before, and so after.</summary>
    private static DateTimeOffset Change(DateTimeOffset before, DateTimeOffset after, Func<DateTimeOffset, bool> isSo)
    {
        var (low, high) = (before.ToUnixTimeSeconds(), after.ToUnixTimeSeconds());
        while (high - low > 1)
        {
            var middle = low + ((high - low) / 2);
            if (isSo(DateTimeOffset.FromUnixTimeSeconds(middle)))
            {
                high = middle;
            }
            else
            {
                low = middle;
            }
        }

        return DateTimeOffset.FromUnixTimeSeconds(high);
    }

    [GeneratedRegex("^[A-Za-z0-9_+-]{1,32}(/[A-Za-z0-9_+-]{1,32}){0,3}\\z", RegexOptions.CultureInvariant)]
    private static partial Regex Form();
}
