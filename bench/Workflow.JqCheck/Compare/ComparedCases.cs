using Workflow.Jq;
using Workflow.JqCheck.Cases;

namespace Workflow.JqCheck.Compare;

/// <summary>Programs and inputs that both sides can be asked.</summary>
internal sealed class ComparedCases
{
    private const int InputsPerProgram = 20;

    // The clock, the outside, whole lists of builtins, and what grows without end where no bound stops it.
    private static readonly string[] Unfit =
    [
        "now", "localtime", "mktime", "strflocaltime", "input_line_number", "builtins", "debug", "stderr", "repeat",
        "until", "while", "recurse", "combinations", "limit", "input", "inputs", "halt", "halt_error", "env",
        "get_search_list", "input_filename", "modulemeta", "gamma", "lgamma", "lgamma_r", "tgamma", "frexp", "exp10",
        "range", "ldexp", "scalb", "scalbln", "significand", "drem", "error", "walk", "getpath", "splits", "ascii",
        "tojson", "have_decnum", "have_literal_numbers", "ltrimstr", "rtrimstr", "trimstr", "implode",
    ];

    private static readonly string[] Again =
    [
        "range", "error", "walk", "getpath", "splits", "ascii", "tojson", "ltrimstr", "rtrimstr", "implode", "mktime",
        "limit", "recurse",
    ];

    private readonly Random _random;
    private readonly ProgramGrammar _grammar;

    /// <param name="seed">Decides everything.</param>
    /// <param name="theirBuiltins">What the other jq has.</param>
    public ComparedCases(int seed, IEnumerable<string> theirBuiltins)
    {
        var ours = JqProgram.Compile("builtins[]").Evaluate(JqValue.Null, JqArguments.None)
            .Select(name => name.AsString!).ToHashSet();
        var shared = theirBuiltins.Where(ours.Contains).Where(name => !Unfit.Except(Again).Contains(Bare(name)))
            .Where(name => name is not ("range/1" or "range/3" or "recurse/1" or "recurse/2"))
            .Order(StringComparer.Ordinal).ToList();
        _random = new Random(seed);
        _grammar = new ProgramGrammar(_random, shared, Atoms.Tame);
        var json = new JsonGrammar(_random);
        Inputs = [.. Enumerable.Range(0, InputsPerProgram).Select(i => json.Value(i % 4))];
    }

    public IReadOnlyList<string> Inputs { get; }

    /// <summary>A program that compiles here.</summary>
    public string Next()
    {
        while (true)
        {
            var program = _grammar.Program(_random.Next(1, 12));
            try
            {
                JqProgram.Compile(program, []);
                return program;
            }
            catch (JqCompileException)
            {
                // Try another one.
            }
        }
    }

    private static string Bare(string name) => name[..name.IndexOf('/')];
}
