using System.Text;
using Workflow.Jq;
using Workflow.JqCheck.Cases;

namespace Workflow.JqCheck.Fuzz;

/// <summary>One thing to try: a program over an input text. The number and the seed alone decide it.</summary>
internal sealed record FuzzCase(FuzzKind Kind, string Program, byte[] Input)
{
    private static readonly FuzzKind[] Turns =
    [
        FuzzKind.Program, FuzzKind.DamagedProgram, FuzzKind.Program, FuzzKind.DamagedInput, FuzzKind.Program,
        FuzzKind.ProgramPieces, FuzzKind.Regex, FuzzKind.JsonPieces, FuzzKind.Program, FuzzKind.ProgramBytes,
        FuzzKind.DamagedProgram, FuzzKind.JsonBytes,
    ];

    private static readonly IReadOnlyList<string> Builtins =
        [.. JqProgram.Compile("builtins[]").Evaluate(JqValue.Null, JqArguments.None).Select(name => name.AsString!)];

    private static readonly string[] RegexCalls =
    [
        "[match($r; \"g\")]", "test($r; \"x\")", "[scan($r)]", "gsub($r; \"<\\(.)>\")", "[splits($r)]", "capture($r)",
        "sub($r; \"1\", \"2\"; \"gi\")", "[match($r; \"gn\")]", "split($r; \"sl\")", "ascii_downcase | gsub($r; .n)",
    ];

    /// <param name="seed">Of the whole series.</param>
    /// <param name="number">Of the case in it, from 0.</param>
    public static FuzzCase Of(int seed, int number)
    {
        var random = new Random(HashCode(seed, number));
        var kind = Turns[number % Turns.Length];
        var grammar = new ProgramGrammar(random, Builtins, Atoms.Wild);
        var noise = new TextNoise(random);
        var json = new JsonGrammar(random).Value(random.Next(5));
        var program = kind switch
        {
            FuzzKind.Program => grammar.Program(random.Next(1, 40)),
            FuzzKind.DamagedProgram => noise.Damage(grammar.Program(random.Next(1, 25)), isJson: false),
            FuzzKind.ProgramPieces => noise.Program(),
            FuzzKind.ProgramBytes => Encoding.UTF8.GetString(noise.Bytes(40)),
            FuzzKind.Regex => $"{Quoted(noise.Regex())} as $r | ..|strings|{random.GetItems(RegexCalls, 1)[0]}",
            FuzzKind.DamagedInput => grammar.Program(random.Next(1, 6)),
            _ => "[., tojson, (.. | tostring)] | (tojson | fromjson) == .",
        };
        var input = kind switch
        {
            FuzzKind.DamagedInput => Encoding.UTF8.GetBytes(noise.Damage(json, isJson: true)),
            FuzzKind.JsonPieces => Encoding.UTF8.GetBytes(noise.Json()),
            FuzzKind.JsonBytes => noise.Bytes(30),
            FuzzKind.Regex => Encoding.UTF8.GetBytes("[\"ab aab1 é😀 B\\nba\",\"\"," + json + "]"),
            _ => Encoding.UTF8.GetBytes(json),
        };
        return new FuzzCase(kind, program, input);
    }

    private static string Quoted(string text) => JqValue.String(text).ToJson();

    private static int HashCode(int seed, int number) => unchecked((seed * 1_000_003) ^ (number * 7_919));
}
