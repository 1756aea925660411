using System.CommandLine;
using System.Globalization;
using System.Text.Json;

namespace Workflow.JqCheck.Fuzz;

/// <summary>The process that tries cases, one line before each and one behind it: whoever reads them knows at which
/// case it died or hangs.</summary>
internal static class FuzzWorker
{
    public const string Name = "fuzz-worker";

    private static readonly Option<int> Seed = new("--seed");
    private static readonly Option<int> From = new("--from");
    private static readonly Option<int> To = new("--to");

    public static Command Build()
    {
        var command = new Command(Name, "Tries cases for the command fuzz.") { Seed, From, To };
        command.Hidden = true;
        command.SetAction(call => Run(call.GetValue(Seed), call.GetValue(From), call.GetValue(To)));
        return command;
    }

    private static int Run(int seed, int from, int to)
    {
        using var output = new StreamWriter(Console.OpenStandardOutput()) { AutoFlush = true };
        for (var number = from; number < to; number++)
        {
            output.WriteLine(number.ToString(CultureInfo.InvariantCulture));
            output.WriteLine(JsonSerializer.Serialize(FuzzOutcome.Of(FuzzCase.Of(seed, number))));
        }

        output.WriteLine("done " + GC.GetTotalMemory(forceFullCollection: true));
        return 0;
    }
}
