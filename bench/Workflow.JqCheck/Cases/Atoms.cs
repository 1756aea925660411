namespace Workflow.JqCheck.Cases;

/// <summary>The smallest expressions of random programs.</summary>
internal static class Atoms
{
    /// <summary>Gives the same everywhere, and little of it.</summary>
    public static IReadOnlyList<string> Tame { get; } =
    [
        ".", ".", ".", "..", ".a", ".b.c", ".[0]", ".[]", ".[]?", ".[1:]", ".[-1:2]", ".[:1]", ".[1.2:3.5]", ".[-1]",
        "$x", "$y", "0", "1", "2", "3", "-1", "0.5", "1000", "null", "true", "false", "\"\"", "\"a\"", "\"ab\"",
        "\"é😀\"", "\"1\"", "\"a,b, c\"", "[]", "{}", "empty", "error", "error(\"x\")", "error(null)", "f", "g(.)",
        "break $l", "[1,[2,3]]", "{a: 1}", "{a: {b: 2}, c: null}", "[range(5)]", "range(3)", "(1, 2)", "[0,1]",
        "[\"a\"]", "[\"a\",0]", "[\"b\",\"c\"]", "[[\"a\"],[0]]", "\"a\", \"b\"", "[3,1,2,1]",
        "[{a: 1, b: 2}, {a: 1, b: 1}]", "[{name: \"x\", value: 1}]", "[{k: null, v: 0}]", "\"x y\\tz\\n\"",
        "\"2015-03-05T23:51:47Z\"", "1425599507", "\"%Y-%m-%dT%H:%M:%SZ\"", "\"%d %b %y %j\"",
    ];

    /// <summary>What is huge, endless, odd or costly.</summary>
    public static IReadOnlyList<string> Wild { get; } =
    [
        .. Tame, "1e3", "1.000",
        "1e9", "1e1000", "-1e1000", "123456789012345678901234567890", "nan", "infinite", "-infinite",
        "$__loc__", "now", "\"\\u0000\"", "\"(a+)*b\"", "\"(?<x>a|b)*\\\\d?\"", "[., .]", "repeat(.)",
        "[limit(9; ..)]",
        "range(1e9)", "[range(1000)]", "\"x\" * 100000", "1e-320", "9007199254740993",
        "2147483648", "-9223372036854775808",
        "reduce range(300) as $i (0; [.])", "[splits(\", *\")]", "\"[[]]\"", "\"gxins\"", "(.. |= .)", "recurse(.[]?)",
        "infinite % 3", "@sh", "@csv \"\\(.)\"", "limit(3; repeat(1))", "first(range(10;infinite))",
        "\"%A %c %e %G %Z %s %% %\"", "gmtime", "mktime", "[2015,2,5,23,51,47.5,4,63]", "[1e20,1e20]",
        "tojson", "fromjson",
    ];
}
