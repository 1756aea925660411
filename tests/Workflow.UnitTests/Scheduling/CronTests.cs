using Workflow.Definitions.Scheduling;
using Xunit;

namespace Workflow.UnitTests.Scheduling;

public sealed class CronTests
{
    [Theory]
    [InlineData("30 3 * * *", "2026-01-01 03:30", "2026-01-02 03:30:00")]
    [InlineData("*/15 * * * *", "2026-01-01 23:46", "2026-01-02 00:00:00")]
    [InlineData("7/20 * * * *", "2026-01-01 00:08", "2026-01-01 00:27:00")]
    [InlineData("15 30 3 * * *", "2026-01-01 03:30:14", "2026-01-01 03:30:15")]
    [InlineData("*/10 * * * * *", "2026-01-01 03:30:55", "2026-01-01 03:31:00")]
    [InlineData("0 9-17/4 * * *", "2026-01-01 13:00", "2026-01-01 17:00:00")]
    [InlineData("0 22-2 * * *", "2026-01-01 23:30", "2026-01-02 00:00:00")]
    [InlineData("0 0 * JAN,JUL *", "2026-01-31", "2026-07-01 00:00:00")]
    [InlineData("0 0 * * mon-fri", "2026-01-02", "2026-01-05 00:00:00")]
    [InlineData("0 0 * * FRI-MON", "2026-01-05", "2026-01-09 00:00:00")]
    [InlineData("0 0 * * 5-7", "2026-01-03", "2026-01-04 00:00:00")]
    [InlineData("0 0 * * 7", "2026-01-01", "2026-01-04 00:00:00")]
    [InlineData("0 0 ? * 0", "2026-01-01", "2026-01-04 00:00:00")]
    [InlineData("@daily", "2026-01-01 00:00", "2026-01-02 00:00:00")]
    [InlineData("@Hourly", "2026-01-01 00:00", "2026-01-01 01:00:00")]
    [InlineData("@weekly", "2026-01-01 00:00", "2026-01-04 00:00:00")]
    [InlineData("@monthly", "2026-01-01 00:00", "2026-02-01 00:00:00")]
    [InlineData("@yearly", "2026-01-01 00:00", "2027-01-01 00:00:00")]
    public void Next_OfUsualExpressions_IsTheFirstTimeAfter(string expression, string after, string expected) =>
        Assert.Equal([expected], Due.Cron(expression, "UTC", after, 1));

    [Theory]
    [InlineData("0 0 29 2 *", "2096-03-01", "2104-02-29 00:00:00")]
    [InlineData("0 0 29 2 *", "2024-02-28", "2024-02-29 00:00:00")]
    [InlineData("0 0 31 * *", "2026-01-31", "2026-03-31 00:00:00")]
    [InlineData("0 0 L * *", "2028-02-01", "2028-02-29 00:00:00")]
    [InlineData("0 0 L-1 * *", "2026-02-01", "2026-02-27 00:00:00")]
    [InlineData("0 0 LW * *", "2026-01-30 00:00:01", "2026-02-27 00:00:00")]
    [InlineData("0 0 15W * *", "2026-02-01", "2026-02-16 00:00:00")]
    [InlineData("0 0 1W * *", "2026-07-31", "2026-08-03 00:00:00")]
    [InlineData("0 0 31W 5 *", "2026-01-01", "2026-05-29 00:00:00")]
    [InlineData("0 0 * * FRIL", "2026-01-01", "2026-01-30 00:00:00")]
    [InlineData("0 0 * * 5L", "2026-01-30", "2026-02-27 00:00:00")]
    [InlineData("0 0 * * MON#2", "2026-01-01", "2026-01-12 00:00:00")]
    [InlineData("0 0 * 2 FRI#5", "2024-01-01", "2036-02-29 00:00:00")]
    public void Next_OfLeapDaysAndMonthEnds_FindsTheDay(string expression, string after, string expected) =>
        Assert.Equal([expected], Due.Cron(expression, "UTC", after, 1));

    [Theory]
    [InlineData("0 0 13 * FRI", new[] { "2026-01-02", "2026-01-09", "2026-01-13" })]
    [InlineData("0 0 1,15 * *", new[] { "2026-01-15", "2026-02-01", "2026-02-15" })]
    [InlineData("0 0 */10 * FRI", new[] { "2026-05-01", "2026-07-31", "2026-08-21" })]
    public void Next_WhenBothKindsOfDaysAreNarrowed_TakesEither_ButNotWhereOneBeginsWithAStar(
        string expression, string[] days) =>
        Assert.Equal(days.Select(day => day + " 00:00:00"), Due.Cron(expression, "UTC", "2026-01-01", 3));

    [Theory]
    [InlineData("* * * *", "It has 4 fields")]
    [InlineData("0 0 0 1 1 ? 2026", "It has 7 fields")]
    [InlineData("60 * * * *", "'60' is no minute")]
    [InlineData("*/0 * * * *", "'*/0' is no minute")]
    [InlineData("1- * * * *", "'1-' is no minute")]
    [InlineData("1,,2 * * * *", "'' is no minute")]
    [InlineData("* 24 * * *", "'24' is no hour")]
    [InlineData("* * 0 * *", "'0' is no day of the month")]
    [InlineData("* * 32W * *", "'32W' is no day of the month")]
    [InlineData("* * * FOO *", "'FOO' is no month")]
    [InlineData("* * * * 8", "'8' is no day of the week")]
    [InlineData("* * * * MON#6", "'MON#6' is no day of the week")]
    [InlineData("* * * * L", "'L' is no day of the week")]
    [InlineData("@reboot", "'@reboot' is not known")]
    [InlineData("0 0 30 2 *", "'0 0 30 2 *' is never due.")]
    public void Read_WhenTheExpressionIsWrong_NamesThePart(string expression, string message)
    {
        Assert.Null(Timetable.Read(new ScheduleSpec { Cron = expression }, TimeSpan.FromSeconds(1), out var fault));
        Assert.Equal("cron", fault!.Member);
        Assert.StartsWith(message, fault.Message, StringComparison.Ordinal);
    }

    [Fact]
    public void Read_WhateverTheTextIs_IsAnAnswer()
    {
        var random = new Random(4);
        string[] words =
        [
            "*", "*", "?", "0", "5", "7", "31", "59", "60", "-", "/", ",", "L", "W", "LW", "#", "2", "MON", "FRI",
            "JAN", " ", "@", "99999999999", "é",
        ];
        string Word(int place) => words[random.Next(words.Length)];
        string Field() => random.Next(3) > 0 ? "*" : string.Concat(Enumerable.Range(0, random.Next(1, 4)).Select(Word));
        var read = 0;
        for (var i = 0; i < 20_000; i++)
        {
            var text = string.Join(' ', Field(), Field(), Field(), Field(), Field());
            var table = Timetable.Read(new ScheduleSpec { Cron = text }, TimeSpan.FromSeconds(1), out var fault);
            Assert.True(table is null != fault is null, text);
            read += table is null ? 0 : 1;
        }

        Assert.True(read > 50, $"{read} were read");
    }

    [Theory]
    [InlineData("0001-01-01", 1)]
    [InlineData("9799-12-31", 1)]
    [InlineData("9999-12-31 23:59:59", 0)]
    public void Next_AtTheEndsOfTheCalendar_IsAnAnswer(string after, int count)
    {
        foreach (var zone in new[] { "America/New_York", "Pacific/Kiritimati" })
        {
            Assert.Equal(count, Due.Cron("0 3 * * *", zone, after, 1).Length);
            Assert.Equal(count, Due.Cron("*/7 * * * *", zone, after, 1).Length);
        }
    }

    [Fact]
    public void Read_WhenTheExpressionIsDueTooOften_SaysSo()
    {
        var spec = new ScheduleSpec { Cron = "*/10 * * * * *" };
        Assert.Null(Timetable.Read(spec, TimeSpan.FromMinutes(1), out var fault));
        Assert.Contains("more often than every 60 s", fault!.Message, StringComparison.Ordinal);
    }
}
