namespace Workflow.UnitTests.Jq;

/// <summary>Writes random programs: most of them compile, and most of those mean nothing sensible.</summary>
internal sealed class ProgramGrammar(Random random)
{
    private static readonly string[] Atoms =
    [
        ".", "..", ".a", ".b.c", ".[0]", ".[]", ".[]?", ".[1:]", ".[-1:2]", "$x", "1", "-1", "0.5", "1e9", "1e1000",
        "null", "true", "false", "\"\"", "\"ab\"", "\"é😀\"", "[]", "{}", "empty", "error", "nan", "infinite",
        "$__loc__", "now", "@base64", "@csv", "@sh", "f", "g(.)", "break $l", "length", "keys", "add", "sort",
        "tojson", "fromjson", "explode", "implode", "to_entries", "from_entries", "transpose", "flatten", "first",
        "last", "paths", "tostream", "unique", "reverse", "min", "max", "tonumber", "tostring", "todate", "fromdate",
        "gmtime", "mktime", "type", "not", "abs", "floor", "recurse", "combinations", "ascii_downcase", "trim",
        "utf8bytelength", "toarray", "any", "all", "@json", "@uri", "[1,[2,3]]", "{a: 1}", "\"(a+)*b\"", "[range(5)]",
    ];

    private static readonly string[] Operators =
    [
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or", "//", "|", ",", "=", "|=", "+=", "-=",
        "*=", "/=", "%=", "//=",
    ];

    private static readonly string[] Chained =
    [
        "+", "-", "*", "/", "%", "and", "or", "//", "|", ",",
    ];

    private static readonly string[] Unary =
    [
        "map", "select", "path", "del", "first", "last", "isempty", "sort_by", "group_by", "min_by", "unique_by",
        "with_entries", "walk", "any", "all", "recurse", "repeat", "paths", "getpath", "delpaths", "error", "has",
        "contains", "inside", "join", "split", "test", "match", "scan", "splits", "ltrimstr", "index", "indices",
        "range", "flatten", "map_values", "add", "pick", "debug", "bsearch", "strftime", "strptime", "fromstream",
        "combinations", "truncate_stream", "startswith", "in", "IN", "INDEX", "capture", "g", "nth",
    ];

    private static readonly string[] Paired =
    [
        "limit", "skip", "nth", "until", "while", "sub", "gsub", "setpath", "range", "pow", "ldexp", "JOIN", "splits",
        "capture", "test", "match", "any", "all", "recurse", "IN", "INDEX", "scan", "split", "fmod",
    ];

    private int _left;

    public string Program(int size)
    {
        _left = size;
        return $"1 as $x | label $l | def g(h): h; def f: {Expression(2)}; "
            + $"def g(h): {Expression(2)} | h; {Expression(6)}";
    }

    private string Expression(int depth)
    {
        if (depth == 0 || --_left < 0)
        {
            return Pick(Atoms);
        }

        return random.Next(16) switch
        {
            0 or 1 => $"({Expression(depth - 1)}) {Pick(Operators)} ({Expression(depth - 1)})",
            2 => $"{Expression(depth - 1)} {Pick(Chained)} {Expression(depth - 1)}",
            3 => $"{Pick(Unary)}({Expression(depth - 1)})",
            4 => $"{Pick(Paired)}({Expression(depth - 1)}; {Expression(depth - 1)})",
            5 => $"if {Expression(depth - 1)} then {Expression(depth - 1)} else {Expression(depth - 1)} end",
            6 => $"try ({Expression(depth - 1)}) catch ({Expression(depth - 1)})",
            7 => $"[{Expression(depth - 1)}]",
            8 => $"{{a: ({Expression(depth - 1)}), (\"b\", \"c\"): ({Expression(depth - 1)})}}",
            9 => $"reduce ({Expression(depth - 1)}) as $x ({Expression(depth - 1)}; {Expression(depth - 1)})",
            10 => $"foreach ({Expression(depth - 1)}) as [$x] (0; {Expression(depth - 1)}; {Expression(depth - 1)})",
            11 => $"(({Expression(depth - 1)}) as {{a: $x}} ?// [$x] | {Expression(depth - 1)})",
            12 => $"\"<\\({Expression(depth - 1)})>\"",
            13 => $"({Expression(depth - 1)})?",
            14 => $"({Expression(depth - 1)})[{Expression(depth - 1)}:{Expression(depth - 1)}]",
            _ => $"(def f: {Expression(depth - 1)}; {Expression(depth - 1)})",
        };
    }

    private string Pick(string[] choices) => choices[random.Next(choices.Length)];
}
