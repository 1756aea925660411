using Workflow.Definitions.Scheduling;
using Xunit;

namespace Workflow.UnitTests.Scheduling;

public sealed class TimetableTests
{
    private static readonly ScheduleSpec Quarters = new()
    {
        EveryMs = 900_000,
        Anchor = Due.At("2026-01-01 00:05"),
    };

    [Theory]
    [InlineData("2025-12-31 00:00", "2026-01-01 00:05:00")]
    [InlineData("2026-01-01 00:05", "2026-01-01 00:20:00")]
    [InlineData("2026-01-01 00:19:59", "2026-01-01 00:20:00")]
    [InlineData("2036-01-01 00:00", "2036-01-01 00:05:00")]
    public void After_OfAnInterval_CountsFromTheAnchor(string after, string expected) =>
        Assert.Equal([expected], Due.Next(Quarters, after, 1));

    [Fact]
    public void After_OfOneTime_IsThatTimeOnce()
    {
        var spec = new ScheduleSpec { At = Due.At("2026-05-04 12:00") };
        Assert.Equal(["2026-05-04 12:00:00"], Due.Next(spec, "2026-01-01", 5));
        Assert.Empty(Due.Next(spec, "2026-05-04 12:00", 5));
    }

    [Fact]
    public void After_WithBounds_TakesBothBoundsThemselves()
    {
        var spec = new ScheduleSpec
        {
            Cron = "@hourly",
            StartAt = Due.At("2026-01-01 06:00"),
            EndAt = Due.At("2026-01-01 08:00"),
        };
        Assert.Equal(
            ["2026-01-01 06:00:00", "2026-01-01 07:00:00", "2026-01-01 08:00:00"],
            Due.Next(spec, "2025-06-01", 10));
        Assert.Equal(spec, ScheduleSpec.OfJson(spec.ToJson()));
    }

    [Fact]
    public void PassOver_CountsWhatIsTooOldAndEndsAtTheHorizon()
    {
        var table = Due.Table(Quarters);
        var (count, last, next) = table.PassOver(Due.At("2026-01-01 00:05"), Due.At("2026-01-01 01:05"), 100);
        Assert.Equal(
            (4, "2026-01-01 00:50:00", "2026-01-01 01:05:00"), (count, Due.Text(last), Due.Text(next!.Value)));

        (count, last, next) = table.PassOver(Due.At("2026-01-01 00:05"), Due.At("2036-01-01 00:05"), 3);
        Assert.Equal(
            (3, "2026-01-01 00:35:00", "2036-01-01 00:05:00"), (count, Due.Text(last), Due.Text(next!.Value)));
    }

    [Fact]
    public void Read_WhenTheSpecificationContradictsItself_SaysWhere()
    {
        var at = Due.At("2026-01-01");
        foreach (var (spec, member) in new[]
        {
            (new ScheduleSpec(), "cron"),
            (new ScheduleSpec { Cron = "@daily", EveryMs = 1_000 }, "cron"),
            (new ScheduleSpec { EveryMs = 1_000, TimeZone = "UTC" }, "time_zone"),
            (new ScheduleSpec { EveryMs = 999 }, "every"),
            (new ScheduleSpec { At = at, StartAt = at }, "start_at"),
            (new ScheduleSpec { Cron = "@daily", StartAt = at, EndAt = at }, "end_at"),
        })
        {
            Assert.Null(Timetable.Read(spec, TimeSpan.FromSeconds(1), out var fault));
            Assert.Equal(member, fault!.Member);
        }
    }

    [Fact]
    public void Fill_PutsTheDueTimeIntoATextByTheZonesCalendar()
    {
        Assert.True(ZoneClock.TryFind("Asia/Tokyo", out var tokyo));
        var due = Due.At("2026-01-01 20:00");
        Assert.Equal("r-2026-01-02", DueText.Fill("r-{due_date}", due, tokyo));
        Assert.Equal("r-2026-01-01 2026-01-01T20:00:00Z {x}", DueText.Fill("r-{due_date} {due_at} {x}", due, null));
        Assert.Null(DueText.Fill(null, due, null));
        foreach (var (input, expected) in new[]
        {
            ("", """{"at":"2026-01-01T20:00:00Z"}"""),
            (" { } ", """{"at":"2026-01-01T20:00:00Z"}"""),
            ("""{ "a": [1] }""", """{"at":"2026-01-01T20:00:00Z","a": [1] }"""),
        })
        {
            var text = input.Length == 0 ? default : Model.RawJson.FromText(input);
            Assert.Equal(expected, DueText.Into(text, "at", due).ToString());
        }
    }
}
