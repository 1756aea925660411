using System.Globalization;
using System.Text.RegularExpressions;

namespace Workflow.ExampleAgents.Extraction;

/// <summary>A sum of money.</summary>
/// <param name="Currency">Three letters: EUR, USD or GBP.</param>
public sealed partial record Amount(decimal Value, string Currency)
{
    private const string Number = @"(?<number>\d{1,3}(?:[.,]\d{3})*(?:[.,]\d{1,2})?|\d+(?:[.,]\d{1,2})?)";
    private const string MarkFirst = @"(?<currency>[€$£]|\b(?:EUR|USD|GBP)\b) ?" + Number + @"(?!\d)";

    private const string NumberFirst =
        @"(?<![\d.,])" + Number + @" ?(?<currency>[€$£]|\b(?:EUR|USD|GBP|euros?|dollars|pounds)\b)";

    /// <summary>Every amount with a currency before or behind it, each once, in order.</summary>
    public static List<Amount> AllIn(string text) =>
        [.. Money().Matches(text).Select(Read).OfType<Amount>().Distinct()];

    private static Amount? Read(Match match)
    {
        var number = Normalise(match.Groups["number"].Value);
        return decimal.TryParse(number, NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var value)
            ? new Amount(value, CurrencyOf(match.Groups["currency"].Value))
            : null;
    }

    // The last separator is the decimal one when two digits or one follow; all others group thousands.
    private static string Normalise(string number)
    {
        var last = number.LastIndexOfAny(['.', ',']);
        if (last < 0 || number.Length - last - 1 > 2)
        {
            return number.Replace(".", "").Replace(",", "");
        }

        return $"{number[..last].Replace(".", "").Replace(",", "")}.{number[(last + 1)..]}";
    }

    private static string CurrencyOf(string mark) => mark.ToUpperInvariant() switch
    {
        "$" or "USD" or "DOLLARS" => "USD",
        "£" or "GBP" or "POUNDS" => "GBP",
        _ => "EUR",
    };

    [GeneratedRegex($"{MarkFirst}|{NumberFirst}", RegexOptions.IgnoreCase)]
    private static partial Regex Money();
}
