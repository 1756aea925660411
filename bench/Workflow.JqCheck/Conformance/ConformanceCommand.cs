using System.CommandLine;

namespace Workflow.JqCheck.Conformance;

/// <summary>Runs the jq project's own test files.</summary>
internal static class ConformanceCommand
{
    private const int TooFew = 1;
    private const int NoFolder = 2;

    /// <summary>What a file has to reach; any other is told about only.</summary>
    private static readonly Dictionary<string, double> Floors = new() { ["jq.test"] = 0.97, ["man.test"] = 1 };

    private static readonly Argument<string?> Folder = new("folder")
    {
        Description = "The folder of the *.test files.",
        DefaultValueFactory = _ => ConformanceFolder.Find(),
    };

    public static Command Build()
    {
        var command = new Command("conformance", "Runs the jq project's own test files.") { Folder };
        command.SetAction(call => Run(call.GetValue(Folder)));
        return command;
    }

    private static int Run(string? folder)
    {
        if (folder is null || !Directory.Exists(folder))
        {
            Console.Error.WriteLine(
                $"There is no folder of test files: name one, or set {ConformanceFolder.Variable} to what holds jq/.");
            return NoFolder;
        }

        var code = 0;
        foreach (var path in Directory.GetFiles(folder, "*.test").Order(StringComparer.Ordinal))
        {
            var result = ConformanceResult.Of(path);
            foreach (var line in result.Lines())
            {
                Console.WriteLine(line);
            }

            if (result.Rate < Floors.GetValueOrDefault(result.File))
            {
                Console.WriteLine($"  too few: {result.Rate:P1} of those in scope, not {Floors[result.File]:P0}");
                code = TooFew;
            }
        }

        return code;
    }
}
