using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflow.ExampleAgents.Extraction;

/// <summary>Reads dates: 2026-03-14, 14.03.2026, 14 March, March 14th 2026.</summary>
public static partial class DateReader
{
    private const string Months =
        "january|february|march|april|may|june|july|august|september|october|november|december";

    private const string Iso = @"\b(?<year>\d{4})-(?<month>\d{2})-(?<day>\d{2})\b";
    private const string Dotted = @"\b(?<day>\d{1,2})\.(?<month>\d{1,2})\.(?<year>\d{4})\b";
    private const string Year = @"\b(?:,? (?<year>\d{4})\b)?";
    private const string DayFirst = @"\b(?<day>\d{1,2})(?:st|nd|rd|th)? (?:of )?(?<month>" + Months + ")" + Year;
    private const string MonthFirst = @"\b(?<month>" + Months + @") (?<day>\d{1,2})(?:st|nd|rd|th)?" + Year;


    private static readonly string[] MonthNames = Months.Split('|');

    /// <param name="reference">Gives dates without a year their year; without it they are left out.</param>
    public static List<DateOnly> AllIn(string text, DateOnly? reference) =>
        [.. Dates().Matches(text).Select(match => Read(match, reference)).OfType<DateOnly>().Distinct()];

    private static DateOnly? Read(Match match, DateOnly? reference)
    {
        var month = match.Groups["month"].Value;
        var monthNumber = char.IsAsciiDigit(month[0])
            ? int.Parse(month, CultureInfo.InvariantCulture)
            : Array.IndexOf(MonthNames, month.ToLowerInvariant()) + 1;
        var day = int.Parse(match.Groups["day"].Value, CultureInfo.InvariantCulture);
        var year = match.Groups["year"].Success
            ? int.Parse(match.Groups["year"].Value, CultureInfo.InvariantCulture)
            : reference?.Year ?? 0;
        var exists = year is > 0 and < 10000 && monthNumber is >= 1 and <= 12 && day >= 1
            && day <= DateTime.DaysInMonth(year, monthNumber);
        return exists ? new DateOnly(year, monthNumber, day) : null;
    }

    [GeneratedRegex($"{Iso}|{Dotted}|{DayFirst}|{MonthFirst}", RegexOptions.IgnoreCase)]
    private static partial Regex Dates();
}
