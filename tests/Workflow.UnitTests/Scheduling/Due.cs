using System.Globalization;
using Workflow.Definitions.Scheduling;
using Xunit;

namespace Workflow.UnitTests.Scheduling;

/// <summary>Due times as texts.</summary>
internal static class Due
{
    public static string[] Next(ScheduleSpec spec, string after, int count) =>
        [.. Table(spec).Next(At(after), count).Select(Text)];

    public static string[] Cron(string expression, string zone, string after, int count) =>
        Next(new ScheduleSpec { Cron = expression, TimeZone = zone }, after, count);

    public static Timetable Table(ScheduleSpec spec)
    {
        var table = Timetable.Read(spec, TimeSpan.FromSeconds(1), out var fault);
        Assert.Null(fault);
        return table!;
    }

    public static DateTimeOffset At(string text) =>
        DateTimeOffset.Parse(text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);

    public static string Text(DateTimeOffset due) =>
        due.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss", CultureInfo.InvariantCulture);
}
