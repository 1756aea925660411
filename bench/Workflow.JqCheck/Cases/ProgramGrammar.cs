namespace Workflow.JqCheck.Cases;

/// <summary>Writes random programs: most of them compile, and most of those mean nothing sensible.</summary>
/// <param name="random">Decides everything.</param>
/// <param name="builtins">What may be called, as <c>name/arity</c>.</param>
/// <param name="atoms">The smallest expressions.</param>
internal sealed class ProgramGrammar(Random random, IReadOnlyList<string> builtins, IReadOnlyList<string> atoms)
{
    private static readonly string[] Operators =
    [
        "+", "-", "*", "/", "%", "==", "!=", "<", "<=", ">", ">=", "and", "or", "//", "|", ",", "=", "|=", "+=", "-=",
        "*=", "/=", "%=", "//=",
    ];

    private static readonly string[] Chained = ["+", "-", "*", "/", "%", "and", "or", "//", "|", ","];

    private static readonly string[] Formats =
        ["@text", "@json", "@html", "@uri", "@csv", "@tsv", "@sh", "@base64", "@base64d", "@base32", "@base32d"];

    private static readonly string[] Patterns =
    [
        "$x", "[$x]", "{a: $x}", "{$x}", "{$a: [$x]}", "[[$x], $y]", "{\"b\": $x}", "{(\"a\", \"b\"): $x}",
        "[$x] ?// $x", "{a: $x} ?// [$x]", "[[$y]] ?// $x", "{(.a): $x} ?// $y",
    ];

    private int _left;

    /// <summary>A program of about that many parts.</summary>
    public string Program(int size)
    {
        _left = size;
        return random.Next(4) == 0
            ? $"1 as $x | 2 as $y | label $l | def f: 3; def g(h): h; def k($p; q): $p, q; {Expression(6)}"
            : $"1 as $x | 2 as $y | label $l | def g(h): h; def f: {Expression(2)}; "
                + $"def g(h): {Expression(2)} | h; def k($p; q): {Expression(2)}; {Expression(6)}";
    }

    private string Expression(int depth)
    {
        if (depth == 0 || --_left < 0)
        {
            return Pick(atoms);
        }

        return random.Next(24) switch
        {
            0 or 1 => $"({Expression(depth - 1)}) {Pick(Operators)} ({Expression(depth - 1)})",
            2 => $"{Expression(depth - 1)} {Pick(Chained)} {Expression(depth - 1)}",
            3 or 4 or 5 or 6 or 7 => Call(depth - 1),
            8 => Condition(depth - 1),
            9 => $"try ({Expression(depth - 1)}) catch ({Expression(depth - 1)})",
            10 => $"[{Expression(depth - 1)}]",
            11 => Construction(depth - 1),
            12 => $"reduce ({Expression(depth - 1)}) as {Pick(Patterns)} ({Expression(depth - 1)}; "
                + $"{Expression(depth - 1)})",
            13 => $"foreach ({Expression(depth - 1)}) as {Pick(Patterns)} ({Expression(depth - 1)}; "
                + $"{Expression(depth - 1)}{(random.Next(2) == 0 ? "" : $"; {Expression(depth - 1)}")})",
            14 => $"(({Expression(depth - 1)}) as {Pick(Patterns)} | {Expression(depth - 1)})",
            15 => $"{(random.Next(2) == 0 ? "" : Pick(Formats))} \"<\\({Expression(depth - 1)})>\"",
            16 => $"({Expression(depth - 1)})?",
            17 => Suffix(depth - 1),
            18 => $"path({Expression(depth - 1)})",
            19 => $"(label $l | {Expression(depth - 1)} | {Expression(depth - 1)}, break $l)",
            20 => $"(def f: {Expression(depth - 1)}; {Expression(depth - 1)})",
            21 => $"k({Expression(depth - 1)}; {Expression(depth - 1)})",
            22 => $"-({Expression(depth - 1)})",
            _ => $"({Expression(depth - 1)} | {Expression(depth - 1)})",
        };
    }

    private string Call(int depth)
    {
        var builtin = Pick(builtins);
        var cut = builtin.IndexOf('/');
        var arguments = Enumerable.Range(0, builtin[cut + 1] - '0').Select(_ => Expression(depth)).ToList();
        return arguments.Count == 0 ? builtin[..cut] : $"{builtin[..cut]}({string.Join("; ", arguments)})";
    }

    private string Condition(int depth) => random.Next(3) switch
    {
        0 => $"if {Expression(depth)} then {Expression(depth)} else {Expression(depth)} end",
        1 => $"if {Expression(depth)} then {Expression(depth)} elif {Expression(depth)} then {Expression(depth)} "
            + $"else {Expression(depth)} end",
        _ => $"(select({Expression(depth)}) // {Expression(depth)})",
    };

    private string Construction(int depth) => random.Next(4) switch
    {
        0 => $"{{a: ({Expression(depth)}), (\"b\", \"c\"): ({Expression(depth)})}}",
        1 => $"{{$x, a, \"b\": ({Expression(depth)})}}",
        2 => $"{{({Expression(depth)}): {Pick(atoms)}}}",
        _ => $"{{\"k\\({Expression(depth)})\": 1, @base64 \"b\": ({Expression(depth)}), $__loc__}}",
    };

    private string Suffix(int depth) => random.Next(6) switch
    {
        0 => $"({Expression(depth)})[{Expression(depth)}:{Expression(depth)}]",
        1 => $"({Expression(depth)})[{Expression(depth)}]?",
        2 => $"({Expression(depth)})[]?",
        3 => $".a[{Expression(depth)}:]",
        4 => $"({Expression(depth)}).a.b?",
        _ => $"({Expression(depth)})[]",
    };

    private string Pick(IReadOnlyList<string> choices) => choices[random.Next(choices.Count)];
}
