using Workflow.Definitions.Scheduling;
using Xunit;

namespace Workflow.UnitTests.Scheduling;

/// <summary>Days on which clocks are changed.</summary>
public sealed class ClockChangeTests
{
    [Theory]
    // Berlin skips 02:00 to 03:00 on 2026-03-29 (01:00 UTC).
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-03-28 12:00", "2026-03-29 01:00:00", "2026-03-30 00:30:00")]
    [InlineData("15,45 2 * * *", "Europe/Berlin", "2026-03-28 12:00", "2026-03-29 01:00:00", "2026-03-30 00:15:00")]
    [InlineData("0 3 * * *", "Europe/Berlin", "2026-03-28 12:00", "2026-03-29 01:00:00", "2026-03-30 01:00:00")]
    // Berlin repeats 02:00 to 03:00 on 2026-10-25 (00:00 and 01:00 UTC).
    [InlineData("30 2 * * *", "Europe/Berlin", "2026-10-24 12:00", "2026-10-25 00:30:00", "2026-10-26 01:30:00")]
    // New York skips 02:00 on 2026-03-08 (07:00 UTC) and repeats 01:00 on 2026-11-01 (05:00 and 06:00 UTC).
    [InlineData("30 2 * * *", "America/New_York", "2026-03-08 00:00", "2026-03-08 07:00:00", "2026-03-09 06:30:00")]
    [InlineData("30 1 * * *", "America/New_York", "2026-11-01 00:00", "2026-11-01 05:30:00", "2026-11-02 06:30:00")]
    // Lord Howe shifts by half an hour: skips 02:00 to 02:30 on 2026-10-04 (2026-10-03 15:30 UTC).
    [InlineData("15 2 * * *", "Australia/Lord_Howe", "2026-10-03 00:00", "2026-10-03 15:30:00", "2026-10-04 15:15:00")]
    // Samoa left out 2011-12-30 as a whole.
    [InlineData("0 12 * * *", "Pacific/Apia", "2011-12-29 12:00", "2011-12-29 22:00:00", "2011-12-30 10:00:00")]
    public void Next_OfAFixedTime_ComesOncePerDay(
        string expression, string zone, string after, string first, string second) =>
        Assert.Equal([first, second], Due.Cron(expression, zone, after, 2));

    [Fact]
    public void Next_OfAnInterval_LeavesOutWhatTheClocksSkip() => Assert.Equal(
        ["2026-03-29 00:30:00", "2026-03-29 01:00:00", "2026-03-29 01:30:00"],
        Due.Cron("*/30 * * * *", "Europe/Berlin", "2026-03-29 00:00", 3));

    [Fact]
    public void Next_OfAnInterval_ComesTwiceWhereTheClocksRepeat() => Assert.Equal(
        ["2026-10-25 00:00:00", "2026-10-25 00:30:00", "2026-10-25 01:00:00", "2026-10-25 01:30:00",
         "2026-10-26 01:00:00"],
        Due.Cron("*/30 2 * * *", "Europe/Berlin", "2026-10-24 12:00", 5));

    [Fact]
    public void Next_OfEveryHour_IsEveryHourAroundBothChanges()
    {
        foreach (var day in new[] { "2026-03-28 12:00", "2026-10-24 12:00" })
        {
            var due = Due.Cron("0 * * * *", "Europe/Berlin", day, 30);
            Assert.Equal(Enumerable.Range(1, 30).Select(hour => Due.Text(Due.At(day).AddHours(hour))), due);
        }
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Africa/Casablanca")]
    [InlineData("America/Sao_Paulo")]
    [InlineData("Asia/Kathmandu")]
    [InlineData("Pacific/Apia")]
    [InlineData("UTC")]
    public void Next_OfAFixedTimeInAnyZone_IsDueOncePerDateOfThatZone(string zone)
    {
        Assert.True(ZoneClock.TryFind(zone, out var clock));
        foreach (var expression in new[] { "0 0 * * *", "30 1 * * *", "30 2 * * *", "59 23 * * *" })
        {
            var table = Due.Table(new ScheduleSpec { Cron = expression, TimeZone = zone });
            var due = table.Next(Due.At("2015-01-01 12:00"), 1_000);
            var dates = due.ConvertAll(one => DateOnly.FromDateTime(clock.WallAt(one)));
            Assert.Equal(dates.Distinct(), dates);
            Assert.Equal(Enumerable.Range(0, 1_000).Select(dates[0].AddDays), dates);
        }
    }

    [Theory]
    [InlineData("Europe/Berlin")]
    [InlineData("America/New_York")]
    [InlineData("Australia/Lord_Howe")]
    [InlineData("Africa/Casablanca")]
    [InlineData("Asia/Kathmandu")]
    public void Next_OfAnInterval_IsDueWheneverTheClocksShowIt(string zone)
    {
        Assert.True(ZoneClock.TryFind(zone, out var clock));
        var table = Due.Table(new ScheduleSpec { Cron = "*/15 1-3 * * *", TimeZone = zone });
        var (from, step) = (Due.At("2026-01-01"), TimeSpan.FromMinutes(5));
        var shown = Enumerable.Range(1, 365 * 24 * 12).Select(n => from + (n * step))
            .Where(moment => clock.WallAt(moment) is { Hour: >= 1 and <= 3, Minute: 0 or 15 or 30 or 45 }).ToList();
        Assert.Equal(shown, table.Next(from, shown.Count));
    }

    [Theory]
    [InlineData("Europe/Nowhere")]
    [InlineData("../etc/passwd")]
    [InlineData("/usr/share/zoneinfo/Europe/Berlin")]
    [InlineData("localtime")]
    [InlineData("America")]
    [InlineData("tzdata.zi/x")]
    [InlineData("zone.tab")]
    public void Read_WhenTheZoneIsNotKnown_SaysSo(string zone)
    {
        var spec = new ScheduleSpec { Cron = "@daily", TimeZone = zone };
        Assert.Null(Timetable.Read(spec, TimeSpan.FromSeconds(1), out var fault));
        Assert.Equal(("time_zone", $"'{zone}' is not known here."), (fault!.Member, fault.Message));
    }
}
