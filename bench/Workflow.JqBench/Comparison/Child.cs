using System.CommandLine;
using Workflow.Jq;

namespace Workflow.JqBench.Comparison;

/// <summary>Our side of the comparison, as a process of its own: reads a file, evaluates, prints.</summary>
internal static class Child
{
    private const string Name = "evaluate";

    private static readonly Argument<string> Program = new("program") { Description = "A jq program." };

    private static readonly Argument<string> Input = new("file") { Description = "A file with one JSON value." };

    public static Command Build()
    {
        var command = new Command(Name, "Evaluates a program on a file, as `jq -c` does.") { Program, Input };
        command.SetAction(parsed => Evaluate(parsed.GetValue(Program)!, parsed.GetValue(Input)!));
        return command;
    }

    /// <summary>Suits a process that is over before anything learnt on the way would pay.</summary>
    public static IReadOnlyDictionary<string, string> Settings { get; } = new Dictionary<string, string>
    {
        ["DOTNET_TieredPGO"] = "0", ["DOTNET_gcConcurrent"] = "0",
    };

    /// <summary>The command line that starts this program again as such a process.</summary>
    public static string[] CommandLine(string program, string file) =>
        ["dotnet", Path.Combine(AppContext.BaseDirectory, "workflow-jq-bench.dll"), Name, program, file];

    private static void Evaluate(string program, string file)
    {
        var compiled = JqProgram.Compile(program);
        var input = JqValue.Parse(File.ReadAllBytes(file));
        using var output = Console.OpenStandardOutput();
        compiled.Run(input, JqComparison.Unbounded, value =>
        {
            output.Write([.. value.ToUtf8(), (byte)'\n']);
            return true;
        });
    }
}
