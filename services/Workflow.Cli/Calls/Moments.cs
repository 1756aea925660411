using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflow.Cli.Calls;

/// <summary>Reads points in time: a moment, or how long ago.</summary>
internal static partial class Moments
{
    private const string Examples = "Give an age such as 90s, 30m, 2h or 7d, or a time such as 2026-11-20T00:00:00Z.";

    /// <returns>ISO 8601 in UTC; null when it is left out.</returns>
    /// <exception cref="InputException">It is neither.</exception>
    public static string? Read(string option, string? text, DateTimeOffset now)
    {
        if (text is null)
        {
            return null;
        }

        if (Age().Match(text) is { Success: true } age
            && int.TryParse(age.Groups["n"].ValueSpan, CultureInfo.InvariantCulture, out var count))
        {
            return Text(now - count * (age.Groups["unit"].Value switch
            {
                "s" => TimeSpan.FromSeconds(1),
                "m" => TimeSpan.FromMinutes(1),
                "h" => TimeSpan.FromHours(1),
                _ => TimeSpan.FromDays(1),
            }));
        }

        return DateTimeOffset.TryParse(
            text, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal, out var moment)
            ? Text(moment)
            : throw new InputException($"{option} '{text}': {Examples}");
    }

    private static string Text(DateTimeOffset moment) =>
        moment.UtcDateTime.ToString("yyyy-MM-dd'T'HH:mm:ss.fff'Z'", CultureInfo.InvariantCulture);

    [GeneratedRegex(@"\A(?<n>\d{1,5})(?<unit>[smhd])\z")]
    private static partial Regex Age();
}
