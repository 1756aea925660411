using System.Globalization;
using System.Numerics;

namespace Workflow.Database.Definitions;

/// <summary>Which of two versions is the later one, by the precedence rules of semver.org 2.0.0 (section 11).</summary>
public static class SemanticVersion
{
    /// <summary>Negative when <paramref name="left"/> comes before <paramref name="right"/>. Build metadata does not
    /// count.</summary>
    public static int Compare(string left, string right)
    {
        var (a, b) = (Split(left), Split(right));
        var core = CompareLists(a.Core, b.Core, CompareNumbers);
        if (core != 0 || a.Tags.Length == 0 || b.Tags.Length == 0)
        {
            // A version without a pre-release comes after those with one.
            return core != 0 ? core : b.Tags.Length.CompareTo(a.Tags.Length);
        }

        return CompareLists(a.Tags, b.Tags, CompareTags);
    }

    private static (string[] Core, string[] Tags) Split(string version)
    {
        var text = version.Split('+', 2)[0].Split('-', 2);
        return (text[0].Split('.'), text.Length > 1 ? text[1].Split('.') : []);
    }

    private static int CompareLists(string[] left, string[] right, Comparison<string> compare)
    {
        for (var i = 0; i < Math.Min(left.Length, right.Length); i++)
        {
            if (compare(left[i], right[i]) is not 0 and var order)
            {
                return order;
            }
        }

        return left.Length.CompareTo(right.Length);
    }

    private static int CompareTags(string left, string right) => (IsNumber(left), IsNumber(right)) switch
    {
        (true, true) => CompareNumbers(left, right),
        (true, false) => -1,
        (false, true) => 1,
        _ => string.CompareOrdinal(left, right),
    };

    private static int CompareNumbers(string left, string right) =>
        IsNumber(left) && IsNumber(right) ? Number(left).CompareTo(Number(right)) : string.CompareOrdinal(left, right);

    private static bool IsNumber(string text) => text.Length > 0 && text.All(char.IsAsciiDigit);

    private static BigInteger Number(string text) =>
        BigInteger.Parse(text, NumberStyles.None, CultureInfo.InvariantCulture);
}
