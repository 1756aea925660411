using Workflow.Jq;

namespace Workflow.JqCheck.Compare;

/// <summary>What jq itself changed after the release that is compared with, or we do otherwise on purpose.</summary>
/// <param name="other">The release that is compared with.</param>
internal sealed class KnownDifferences(Version other)
{
    private static readonly Version V17 = new(1, 7);
    private static readonly Version V18 = new(1, 8);
    private static readonly Version Newest = new(99, 0);

    /// <summary>Each counts for releases before its version; the first that applies gives the reason.</summary>
    private static readonly (Version Before, string Reason, Func<Comparison, bool> Applies)[] All =
    [
        (V17, "jq 1.7: an error with null is an error", each => Error(each.Ours) is { IsNull: true }),
        (V17, "jq 1.7: @uri escapes !*'() too", each => each.Program.Contains("@uri")),
        (V17, "jq 1.7: `implode`, `ltrimstr` and dates check their arguments", each => Uses(
            each, "implode", "mktime", "gmtime", "strftime", "todate", "dateadd")),
        (V17, "jq 1.7: `try` and `?` catch what fails in them, not what fails behind them", each =>
            each.Program.Contains("try") || each.Program.Contains('?')),
        (V17, "jq 1.7: `limit(0; f)` does not ask f, `first`, `nth` and `sub` were rewritten", each => Uses(
            each, "limit", "nth", "sub", "gsub", "ascii", "splits", "pick", "getpath", "walk")),
        (V17, "jq 1.7: `fromstream` leaves out what is no event", each => Uses(each, "fromstream")),
        (V18, "jq 1.8: a negative count of `limit` is an error", each => Uses(each, "limit", "nth", "skip")),
        (Newest, "jq's newest tests: `ltrimstr` and `rtrimstr` refuse what is no string", each => Uses(
            each, "ltrimstr", "rtrimstr")),
        (Newest, "jq's newest tests: `has` of null is an error", each => Uses(each, "has")),
        (Newest, "here: the day that a broken-down time leaves out is the first", each => Uses(
            each, "mktime", "fromdate", "todate", "strftime")),
        (Newest, "here: the same scalar or an empty value is taken for the input in a path; destructuring is no path",
            each => Text(each.Theirs).StartsWith("Invalid path expression", StringComparison.Ordinal)
                || Text(each.Ours).StartsWith("Invalid path expression", StringComparison.Ordinal)
                || Uses(each, "path", "paths", "pick", "del", "|=", "+=", "-=", "*=", "/=", "%=", "//=", ") = (")),
        (Newest, "here: `reverse` takes strings", each => Uses(each, "reverse")),
        (Newest, "the comparison: `$__loc__` tells the line among the programs of a batch", each => Uses(
            each, "$__loc__")),
        (Newest, "here: `transpose` wants arrays of arrays", each => Uses(each, "transpose")),
        (Newest, "here: `@base32` and `@base32d` are there", each => Uses(each, "@base32")),
        (Newest, "here: -0 of 0 keeps its sign", each => each.Program.Contains("-(") && Unsigned(each)),
        (Newest, "here: searching in what is not sorted ends elsewhere", each => Uses(each, "bsearch")),
    ];

    /// <summary>Why the difference is as it should be, or null.</summary>
    public string? ReasonOf(Comparison comparison) => All.FirstOrDefault(
        known => other < known.Before && !comparison.DiffersInMessage && known.Applies(comparison)).Reason;

    private static bool Uses(Comparison comparison, params ReadOnlySpan<string> words)
    {
        foreach (var word in words)
        {
            if (comparison.Program.Contains(word, StringComparison.Ordinal))
            {
                return true;
            }
        }

        return false;
    }

    private static bool Unsigned(Comparison comparison) =>
        comparison.Theirs.ToJson().Replace("-0", "0") == comparison.Ours.ToJson().Replace("-0", "0");

    private static JqValue? Error(JqValue outputs) =>
        outputs.Count > 0 && outputs.Items[^1].TryGetMember("error", out var error) ? error : null;

    private static string Text(JqValue outputs) => Error(outputs)?.AsString ?? "";
}
