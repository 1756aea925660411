using System.Runtime.CompilerServices;

namespace Workflow.Simulation.World;

/// <summary>What happened in a schedule, as lines for people; told only when somebody asked for it.</summary>
internal sealed class Story(bool isTold, VirtualClock clock)
{
    private readonly List<string> _lines = [];

    public bool IsTold { get; } = isTold;

    public IReadOnlyList<string> Lines => _lines;

    /// <summary>Words for an action that did something; empty when nobody listens.</summary>
    public string Words([InterpolatedStringHandlerArgument("")] ref WhenTold words) => words.Text();

    public void Tell([InterpolatedStringHandlerArgument("")] ref WhenTold words)
    {
        if (IsTold)
        {
            Tell(words.Text());
        }
    }

    public void Tell(string line)
    {
        if (IsTold)
        {
            _lines.Add($"{clock.Elapsed.TotalSeconds,8:0.000} s  {line}");
        }
    }
}
