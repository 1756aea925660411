using System.CommandLine;
using System.CommandLine.Parsing;
using System.Globalization;

namespace Workflow.Cli.Run;

/// <summary>The options of commands that wait for a run.</summary>
internal static class WatchChoice
{
    private const int SecondsMax = 31_536_000;

    public static Option<bool> Build() => new("--watch", "-w")
    {
        Description = "Show the new run until it has ended, and end as it does.",
    };

    /// <summary>Null waits without an end.</summary>
    public static Option<TimeSpan?> Timeout() => new("--timeout")
    {
        Description = $"Stop watching after so long, and end with {ExitCode.Timeout}; the run goes on.",
        HelpName = "SECONDS",
        CustomParser = Read,
    };

    private static TimeSpan? Read(ArgumentResult argument)
    {
        var text = argument.Tokens.Count == 1 ? argument.Tokens[0].Value : "";
        if (double.TryParse(text.TrimEnd('s'), CultureInfo.InvariantCulture, out var seconds)
            && seconds is > 0 and <= SecondsMax)
        {
            return TimeSpan.FromSeconds(seconds);
        }

        argument.AddError($"--timeout takes seconds, more than 0 up to {SecondsMax}, not '{text}'.");
        return null;
    }
}
