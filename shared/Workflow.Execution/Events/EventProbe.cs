using System.Text.RegularExpressions;
using Workflow.Jq;

namespace Workflow.Execution.Events;

/// <summary>Takes from events what a set of waits looks at. Thread-safe.</summary>
public sealed partial class EventProbe
{
    /// <summary>Far below what a run's own expressions may use: whoever writes one must not hold up the events of
    /// everybody.</summary>
    internal static readonly JqArguments Bounds = new()
    {
        Limits = JqLimits.Default with
        {
            Steps = 50_000, Depth = 500, OutputBytes = 1 << 20, RegexTime = TimeSpan.FromMilliseconds(20),
        },
    };

    private readonly JqProgram[] _programs;

    /// <param name="from">See <see cref="EventWait.From"/>.</param>
    /// <exception cref="JqCompileException">One of them is no program without variables.</exception>
    public EventProbe(IEnumerable<string> from) =>
        _programs = [.. from.Select(source => JqProgram.Compile(source, []))];

    /// <summary>To be compared with <see cref="EventWait.Expected"/>; null when one of the programs fails about the
    /// event, or met one of its bounds: then nobody behind this probe wants it.</summary>
    public string? HashOf(JqValue cloudEvent)
    {
        try
        {
            return EventText.HashOf(_programs.Select(program => program.First(cloudEvent, Bounds)));
        }
        catch (JqException)
        {
            return null;
        }
    }

    /// <summary>Whether the program says the same of an event here as in the run.</summary>
    internal static bool CanTell(string source)
    {
        if (!EventWait.IsText(source) || OfItsTime().IsMatch(source))
        {
            return false;
        }

        try
        {
            JqProgram.Compile(source, []);
            return true;
        }
        catch (JqCompileException)
        {
            return false;
        }
    }

    [GeneratedRegex(@"\b(now|env|input|inputs|localtime|mktime)\b|\$(ENV|__)", RegexOptions.CultureInvariant)]
    private static partial Regex OfItsTime();
}
