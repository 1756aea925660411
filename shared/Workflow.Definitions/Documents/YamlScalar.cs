using System.Globalization;
using System.Numerics;
using System.Text.RegularExpressions;

namespace Workflow.Definitions.Documents;

/// <summary>What a plain YAML scalar means: the core schema of YAML 1.2, so <c>yes</c>, <c>on</c> and dates are
/// text.</summary>
internal static partial class YamlScalar
{
    public const string Infinite = "infinite";

    /// <summary>Kind and text; numbers in JSON's spelling. A number without one (<c>.inf</c>) has the text
    /// <see cref="Infinite"/>.</summary>
    public static (NodeKind Kind, string Text) Resolve(string plain) => plain switch
    {
        "" or "~" or "null" or "Null" or "NULL" => (NodeKind.Null, "null"),
        "true" or "True" or "TRUE" => (NodeKind.Boolean, "true"),
        "false" or "False" or "FALSE" => (NodeKind.Boolean, "false"),
        _ when NotFinite().IsMatch(plain) => (NodeKind.Number, Infinite),
        _ when OctalOrHex().IsMatch(plain) => (NodeKind.Number, FromRadix(plain)),
        _ when Decimal().IsMatch(plain) => (NodeKind.Number, ToJson(plain)),
        _ => (NodeKind.String, plain),
    };

    public static bool IsFinite(string number) =>
        double.TryParse(number, NumberStyles.Float, CultureInfo.InvariantCulture, out var value)
            && double.IsFinite(value);

    private static string FromRadix(string plain)
    {
        var bits = plain[1] == 'x' ? 4 : 3;
        var digits = plain.Skip(2).Select(digit => char.IsAsciiDigit(digit) ? digit - '0' : (digit | ' ') - 'a' + 10);
        var value = digits.Aggregate(BigInteger.Zero, (sum, digit) => (sum << bits) + digit);
        return value.ToString(CultureInfo.InvariantCulture);
    }

    private static string ToJson(string plain)
    {
        var sign = plain[0] == '-' ? "-" : "";
        var match = Decimal().Match(plain);
        var whole = match.Groups["whole"].Value.TrimStart('0');
        var fraction = match.Groups["fraction"] is { Success: true } digits
            ? $".{(digits.Length > 0 ? digits.Value : "0")}"
            : "";
        return $"{sign}{(whole.Length > 0 ? whole : "0")}{fraction}{match.Groups["exponent"].Value}";
    }

    [GeneratedRegex(@"^[-+]?\.(inf|Inf|INF)$|^\.(nan|NaN|NAN)$", RegexOptions.CultureInvariant)]
    private static partial Regex NotFinite();

    [GeneratedRegex("^0(o[0-7]{1,400}|x[0-9a-fA-F]{1,400})$", RegexOptions.CultureInvariant)]
    private static partial Regex OctalOrHex();

    [GeneratedRegex(
        @"^[-+]?(?=\.?[0-9])(?<whole>[0-9]*)(\.(?<fraction>[0-9]*))?(?<exponent>[eE][-+]?[0-9]+)?$",
        RegexOptions.CultureInvariant | RegexOptions.ExplicitCapture)]
    private static partial Regex Decimal();
}
