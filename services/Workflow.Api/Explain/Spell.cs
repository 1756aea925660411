using System.Globalization;

namespace Workflow.Api.Explain;

/// <summary>Times and counts as people say them.</summary>
internal static class Spell
{
    /// <summary>With its two largest units: <c>41 s</c>, <c>3 min 20 s</c>, <c>2 d 4 h</c>.</summary>
    public static string Duration(TimeSpan time) => time switch
    {
        _ when time < TimeSpan.FromSeconds(1) => "less than a second",
        _ when time < TimeSpan.FromMinutes(1) => $"{time.Seconds} s",
        _ when time < TimeSpan.FromHours(1) => Two(time.Minutes, "min", time.Seconds, "s"),
        _ when time < TimeSpan.FromDays(1) => Two(time.Hours, "h", time.Minutes, "min"),
        _ => Two((int)time.TotalDays, "d", time.Hours, "h"),
    };

    public static string Moment(DateTimeOffset at) =>
        at.UtcDateTime.ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary><c>1 run</c>, <c>2 runs</c>.</summary>
    public static string Count(int count, string what) => $"{count} {what}{(count == 1 ? "" : "s")}";

    private static string Two(int large, string unit, int small, string smaller) =>
        small == 0 ? $"{large} {unit}" : $"{large} {unit} {small} {smaller}";
}
