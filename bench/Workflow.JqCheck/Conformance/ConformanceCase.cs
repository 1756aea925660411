using System.Text.RegularExpressions;
using Workflow.Jq;

namespace Workflow.JqCheck.Conformance;

/// <summary>
/// One group of lines of a jq test file: a program, its input and outputs, or a program that must not compile.
/// </summary>
internal sealed partial record ConformanceCase(
    string File, int Line, string Program, string? Input, IReadOnlyList<string> Outputs)
{
    private static readonly JqProgram Lenient = JqProgram.Compile("fromjson");

    /// <summary>A busy machine may take long over a regular expression.</summary>
    private static readonly JqArguments Patient = new()
    {
        Limits = new JqLimits { RegexTime = TimeSpan.FromMinutes(1) },
    };

    public bool MustNotCompile => Input is null;

    /// <summary>Why the case is not for this library, or null.</summary>
    public string? OutOfScope =>
        Modules().IsMatch(Program) ? "modules"
        : Environment().IsMatch(Program) ? "$ENV and env"
        : Inputs().IsMatch(Text().Replace(Program, "")) ? "input and inputs"
        : null;

    public static IEnumerable<ConformanceCase> Read(string path)
    {
        var file = Path.GetFileName(path);
        var lines = System.IO.File.ReadAllLines(path);
        for (var i = 0; i < lines.Length; i++)
        {
            if (IsSkipped(lines[i]))
            {
                continue;
            }

            var fails = lines[i].StartsWith("%%FAIL", StringComparison.Ordinal);
            var first = fails ? ++i : i;
            var input = fails ? null : lines[++i];
            var outputs = new List<string>();
            while (i + 1 < lines.Length && !IsSkipped(lines[i + 1]))
            {
                outputs.Add(lines[++i]);
            }

            yield return new ConformanceCase(file, first + 1, lines[first], input, outputs);
        }
    }

    /// <summary>What is wrong with how the case goes, or null.</summary>
    public string? Problem()
    {
        JqProgram program;
        try
        {
            program = JqProgram.Compile(Program, []);
        }
        catch (JqCompileException error)
        {
            return MustNotCompile ? null : error.Message;
        }

        if (MustNotCompile)
        {
            return "compiled, and should not";
        }

        var outputs = new List<JqValue>();
        var problem = "";
        try
        {
            program.Run(Json(Input!), Patient, output =>
            {
                outputs.Add(output);
                return true;
            });
        }
        catch (JqException error)
        {
            problem = $" then error: {error.Message}";
        }

        return outputs.SequenceEqual(Outputs.Select(Json)) ? null
            : $"expected {string.Join(' ', Outputs)} got {string.Join(' ', outputs)}{problem}";
    }

    private static JqValue Json(string line) => Lenient.First(JqValue.String(line), JqArguments.None);

    private static bool IsSkipped(string line) => line.Trim().Length == 0 || line.TrimStart().StartsWith('#');

    [GeneratedRegex(@"^\s*(import|include|module)\b|\bmodulemeta\b|\w::\w")]
    private static partial Regex Modules();

    [GeneratedRegex(@"\$ENV|\benv\b")]
    private static partial Regex Environment();

    [GeneratedRegex("\"[^\"]*\"")]
    private static partial Regex Text();

    [GeneratedRegex(@"\binputs?\b")]
    private static partial Regex Inputs();
}
